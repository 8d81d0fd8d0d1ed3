// SPDX-License-Identifier: MIT
// Samplers small enough to be read at a glance, for tests of the core.
#pragma once
#include <atomic>

#include "kilter/core/fold.hpp"
#include "kilter/core/sampler.hpp"

namespace kilter::testing {

/// Uniform in the unit cube, given codes kept.
class ScriptedSampler : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, const Request& request) override;
};

/// Learns from all that ended, keeps a state by Fold, and warm-starts an iteration from the note of its last proposal:
/// everything that tempts a sampler to become impure.
class LearningSampler final : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, const Request& request) override;

 private:
  struct State {
    double theta = 1;
    double sum = 0;
  };
  Fold<State> fold_;
};

}  // namespace kilter::testing
