// SPDX-License-Identifier: MIT
#include "kilter/schedulers/score.hpp"

#include <algorithm>
#include <cmath>

namespace kilter {

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
