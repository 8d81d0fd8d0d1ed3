// SPDX-License-Identifier: MIT
#include "kilter/cli/curve_pair.hpp"

#include <algorithm>
#include <cmath>

#include "kilter/analysis/ranking.hpp"
#include "kilter/setup/goals.hpp"

namespace kilter::cli {
namespace {

std::optional<std::size_t> validation_of(const std::vector<std::string>& names, const std::string& metric) {
  for (const char* prefix : {"val_", "valid_", "validation_", "eval_", "test_"}) {
    const auto at = std::find(names.begin(), names.end(), prefix + metric);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
  }
  return {};
}

/// Nothing of a test set is looked at: it would tell of it before it is opened.
std::vector<Finding> findings_of(const Curve& curve, const std::string& test_metric) {
  std::vector<std::string> names;
  for (const auto& column : curve.columns)
    names.push_back(column.metric == test_metric || looks_like_test_set(column.metric) ? "" : column.metric);
  const auto found = curve_pair(names);
  if (!found) return {};
  CurvePair pair{.train = {}, .validation = {}, .maximize = found->maximize};
  double newest = std::nan("");
  for (std::size_t i = 0; i < curve.steps.size(); ++i) {
    const double train = curve.columns[found->train].values[i], validation = curve.columns[found->validation].values[i];
    if (std::isfinite(train)) newest = train;
    if (!std::isfinite(validation) || !std::isfinite(newest)) continue;
    pair.train.push_back(newest);
    pair.validation.push_back(validation);
  }
  return diagnose(std::move(pair));
}

}  // namespace

std::optional<CurveNames> curve_pair(const std::vector<std::string>& names) {
  std::optional<CurveNames> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].starts_with("train_")) continue;
    const std::string metric = names[i].substr(6);
    const auto validation = validation_of(names, metric);
    const auto direction = known_direction(metric);
    const bool loss = metric.find("loss") != std::string::npos;
    if (!validation || (!direction && !loss) || (found && !loss)) continue;
    found = CurveNames{i, *validation, !loss && *direction == Direction::maximize};
    if (loss) break;
  }
  return found;
}

std::vector<Finding> findings_of_best(const History& history) {
  if (history.settings().goals.empty()) return {};
  const auto top = best(history);
  if (!top) return {};
  const auto& parts = history.trials()[static_cast<std::size_t>(top->trial)].parts;
  std::vector<Finding> all;
  for (const auto& part : parts)
    for (auto& finding : findings_of(part.curve, history.settings().test_metric)) all.push_back(std::move(finding));
  for (const auto& finding : all) {
    const auto same =
        std::count_if(all.begin(), all.end(), [&](const Finding& other) { return other.flaw == finding.flaw; });
    if (2 * static_cast<std::size_t>(same) > parts.size()) return {finding};
  }
  return {};
}

}  // namespace kilter::cli
