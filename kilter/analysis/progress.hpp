// SPDX-License-Identifier: MIT
// How far a study has come: its trials by state, what is left of its budget, and when it will be done.
#pragma once
#include <optional>

#include "kilter/core/history.hpp"

namespace kilter {

struct Counts {
  int waiting = 0;
  int running = 0;
  int paused = 0;
  int complete = 0;
  int pruned = 0;
  int failed = 0;
  int total() const { return waiting + running + paused + complete + pruned + failed; }
  int ended() const { return complete + pruned + failed; }
  bool operator==(const Counts&) const = default;
};
Counts counts(const History& history);

/// Trials of the budget that have not ended; nullopt where the study has no limit on trials.
std::optional<int> trials_left(const History& history);

/// Whether nothing will start any more: every trial of the budget has ended, or its time is over.
bool budget_spent(const History& history, WallTime now);

/// When the budget will be spent if it goes on as now: mean time of the ended runs, as many at once as run now, and no
/// later than the limits on time. nullopt while nothing runs, or before the first run has ended where only the number
/// of trials is limited.
std::optional<WallTime> expected_end(const History& history, WallTime now);

}  // namespace kilter
