// SPDX-License-Identifier: MIT
#include "kilter/models/unfinished.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace kilter {
namespace {

constexpr double slack = 1e-9;               ///< of a length: steps are often sums
constexpr double normal_deviation = 1.4826;  ///< of a normal variable, in medians of its distances from the median

/// As of the last report up to `length`; nothing where the curve ends before the length.
std::optional<double> value_upto(const Curve& curve, double length, const Goal& goal) {
  const auto* column = curve.find(goal.metric);
  if (!column || curve.steps.empty() || curve.steps.back() < length * (1 - slack)) return {};
  const auto end = std::upper_bound(curve.steps.begin(), curve.steps.end(), length * (1 + slack)) - curve.steps.begin();
  const double value = end > 0 ? value_at(*column, static_cast<std::size_t>(end) - 1, goal) : std::nan("");
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Unfinished::Unfinished(const History& history, const Goal& goal) : goal_(goal) {
  std::set<double> paused, whole;
  for (const auto& trial : history.trials()) {
    if (trial.planned != 1 || trial.parts.size() != 1 || !trial.parts[0].end) continue;
    const Part& part = trial.parts[0];
    if (part.end->end == End::paused) paused.insert(part.budget);
    if (part.end->end == End::completed) whole.insert(part.budget);
  }
  if (paused.empty()) return;
  paused.insert(whole.begin(), whole.end());
  lengths_.assign(paused.begin(), paused.end());
  for (std::size_t k = 0; k + 1 < lengths_.size(); ++k) {
    std::vector<double> changes;
    for (const auto& trial : history.trials()) {
      if (trial.parts.size() != 1) continue;
      const auto here = value_upto(trial.parts[0].curve, lengths_[k], goal);
      const auto there = here ? value_upto(trial.parts[0].curve, lengths_[k + 1], goal) : std::nullopt;
      if (there) changes.push_back(*there - *here);
    }
    if (changes.empty()) break;
    Estimate change{.value = median_of(changes)};
    for (double& one : changes) one = std::abs(one - change.value);
    const double deviation = normal_deviation * median_of(std::move(changes));
    change.variance = deviation * deviation;
    changes_.push_back(change);
  }
}

Unfinished::Estimate Unfinished::of(const Trial& trial) const {
  if (trial.parts.size() != 1) return {.value = std::nan("")};
  for (std::size_t k = lengths_.size(); k-- > 0;) {
    const auto here = value_upto(trial.parts[0].curve, lengths_[k], goal_);
    if (!here) continue;
    Estimate all{.value = *here};
    for (std::size_t i = k; i < changes_.size(); ++i) {
      all.value += changes_[i].value;
      all.variance += changes_[i].variance;
    }
    return all;
  }
  return {.value = std::nan("")};
}

}  // namespace kilter
