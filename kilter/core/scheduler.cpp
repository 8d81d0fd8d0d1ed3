// SPDX-License-Identifier: MIT
#include "kilter/core/scheduler.hpp"

namespace kilter {

std::optional<Assignment> Scheduler::next(const History& history, const Rng&) {
  Assignment assignment;
  assignment.budget = history.settings().budget.full;
  return assignment;
}

Decision Scheduler::judge(const History&, const RunId&) { return {}; }

Decision Scheduler::conclude(const History&, const RunId&, const Outcome&) { return {}; }

}  // namespace kilter
