// SPDX-License-Identifier: MIT
// Socket: what spends the budget.
#pragma once
#include <optional>
#include <string>

#include "kilter/base/random.hpp"
#include "kilter/core/history.hpp"

namespace kilter {

struct Assignment {
  std::optional<TrialNumber> trial;  ///< go on with it, or with its next part; nullopt: a new trial
  int part = 0;
  double budget = 1;
  Params given;
  std::optional<Checkpoint> from;
  std::string reason;
};

struct Decision {
  Verdict verdict = Verdict::go_on;
  std::string reason;
};

/// Says what to start, and what to stop after a report. Like a sampler, a pure function of its arguments.
class Scheduler {
 public:
  virtual ~Scheduler() = default;
  /// nullopt: nothing to start now. As it stands: always a new trial over the full budget.
  virtual std::optional<Assignment> next(const History& history, const Rng& rng);
  /// Called after each report of a run. As it stands: go on.
  virtual Decision judge(const History& history, const RunId& run);
  /// Called before a part is stored as completed where others of its trial would follow: to stop gives those up. As it
  /// stands: go on.
  virtual Decision conclude(const History& history, const RunId& run, const Outcome& outcome);
};

}  // namespace kilter
