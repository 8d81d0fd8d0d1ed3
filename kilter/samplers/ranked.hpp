// SPDX-License-Identifier: MIT
// The trials of a study from best to worst, as far as they have ended, kept up to date fact by fact.
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "kilter/core/fold.hpp"

namespace kilter {

/// How good a trial is, smaller being better.
struct Merit {
  enum class Class : std::uint8_t { complete, pruned, infeasible, failed, pending } of = Class::pending;
  /// complete: the value to be made small; pruned: minus its last step; infeasible: by how much it breaks limits
  double first = 0;
  double second = 0;  ///< pruned: the value to be made small
  TrialNumber trial = 0;
  auto operator<=>(const Merit&) const = default;
};

/// What a history says of each trial. Not thread-safe.
class Ranked {
 public:
  struct Known {
    Merit merit;
    std::vector<double> values;  ///< of a complete trial that keeps all limits: one a goal, to be made small
    Params params;
  };
  struct State {
    std::vector<Known> trials;          ///< by number
    std::vector<std::uint64_t> stamps;  ///< by number: another one whenever the params are others; 0: not proposed
    std::vector<Merit> in_order;        ///< ended trials, the best first, by the first goal
    std::size_t complete = 0;           ///< that keep all limits
  };

  /// Reads what is new; the answer depends on that history alone but for the stamps.
  const State& read(const History& history);

 private:
  void look(State& state, const History& history, TrialNumber number);

  Fold<State> fold_;
  std::uint64_t stamps_ = 0;
};

}  // namespace kilter
