// SPDX-License-Identifier: MIT
#include "kilter/schedulers/score.hpp"

#include <algorithm>
#include <cmath>

namespace kilter {

double value_at(const std::vector<double>& column, std::size_t index, const Goal& goal) {
  double best = std::nan("");
  double sum = 0;
  int count = 0;
  for (std::size_t i = index + 1; i-- > 0;) {
    if (std::isnan(column[i])) continue;
    if (goal.from == Summary::last) return column[i];
    if (std::isnan(best) || turned(goal, column[i]) < turned(goal, best)) best = column[i];
    sum += column[i];
    if (++count >= goal.reports && goal.from == Summary::mean_last) break;
  }
  return goal.from == Summary::mean_last && count > 0 ? sum / count : best;
}

bool better(const Score& a, const Score& b) {
  bool any = false;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (std::isnan(a[i]) || std::isnan(b[i])) continue;
    if (a[i] > b[i]) return false;
    any |= a[i] < b[i];
  }
  return any;
}

bool says_nan(const History& history, const RunId& run, const Goal& goal) {
  const auto* report = std::get_if<Reported>(&history.entry(history.revision()).fact);
  if (!report || report->run != run) return false;
  return std::any_of(report->metrics.begin(), report->metrics.end(),
                     [&](const Metric& m) { return m.name == goal.metric && std::isnan(m.value); });
}

}  // namespace kilter
