// SPDX-License-Identifier: MIT
#include "kilter/analysis/progress.hpp"

#include <algorithm>

namespace kilter {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

/// Mean time of the runs that completed or failed by themselves, or, before there are such, of all ended ones.
std::optional<Milliseconds> mean_run(const History& history) {
  Milliseconds whole{0}, any{0};
  int wholes = 0, all = 0;
  for (const auto& trial : history.trials())
    for (const auto& part : trial.parts) {
      if (part.running || !part.end) continue;
      const Milliseconds took = part.ended - part.started;
      any += took, ++all;
      if (part.end->end == End::completed) whole += took, ++wholes;
    }
  if (wholes > 0) return whole / wholes;
  if (all > 0) return any / all;
  return {};
}

/// Time that the runs in progress still need, each at least nothing.
Milliseconds left_of_running(const History& history, Milliseconds mean, WallTime now) {
  Milliseconds left{0};
  for (const auto& [number, index] : history.running()) {
    const Part* part = history.trials()[static_cast<std::size_t>(number)].part(index);
    if (part) left += std::max(Milliseconds{0}, mean - Milliseconds(now - part->started));
  }
  return left;
}

WallTime after(WallTime now, Milliseconds span) {
  return now + std::chrono::milliseconds(static_cast<long long>(span.count()));
}

std::optional<WallTime> end_by_trials(const History& history, WallTime now) {
  const auto left = trials_left(history);
  const auto mean = mean_run(history);
  if (!left || !mean) return {};
  const auto running = static_cast<int>(history.running().size());
  const int fresh = std::max(0, *left - running);
  const Milliseconds work = left_of_running(history, *mean, now) + fresh * *mean;
  return after(now, work / running);
}

}  // namespace

Counts counts(const History& history) {
  Counts c;
  for (const auto& trial : history.trials()) {
    switch (trial.state()) {
      case TrialState::waiting: ++c.waiting; break;
      case TrialState::running: ++c.running; break;
      case TrialState::paused: ++c.paused; break;
      case TrialState::complete: ++c.complete; break;
      case TrialState::pruned: ++c.pruned; break;
      case TrialState::failed: ++c.failed; break;
    }
  }
  return c;
}

std::optional<int> trials_left(const History& history) {
  const auto& budget = history.settings().budget;
  if (!budget.trials) return {};
  return std::max(0, *budget.trials - counts(history).ended());
}

bool budget_spent(const History& history, WallTime now) {
  const auto& budget = history.settings().budget;
  if (trials_left(history) == 0) return true;
  if (budget.hours && history.worked() >= std::chrono::duration<double, std::ratio<3600>>(*budget.hours)) return true;
  return budget.until && now >= *budget.until;
}

std::optional<WallTime> expected_end(const History& history, WallTime now) {
  if (history.running().empty()) return {};
  const auto& budget = history.settings().budget;
  auto end = end_by_trials(history, now);
  const auto no_later_than = [&](WallTime limit) { end = end ? std::min(*end, limit) : limit; };
  if (budget.hours) {
    const std::chrono::duration<double, std::ratio<3600>> hours(*budget.hours);
    no_later_than(after(now, std::max(Milliseconds{0}, Milliseconds(hours) - Milliseconds(history.worked()))));
  }
  if (budget.until) no_later_than(std::max(now, *budget.until));
  return end;
}

}  // namespace kilter
