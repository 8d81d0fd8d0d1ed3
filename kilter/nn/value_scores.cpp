// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "kilter/nn/metrics.hpp"

namespace kilter::nn {
namespace {

struct Name {
  const char* name;
  bool of_classes, more;
};
constexpr std::array names{Name{"auc", true, true},         Name{"log_loss", true, false},
                           Name{"accuracy", true, true},    Name{"balanced_accuracy", true, true},
                           Name{"f1", true, true},          Name{"f1_macro", true, true},
                           Name{"f1_weighted", true, true}, Name{"precision", true, true},
                           Name{"recall", true, true},      Name{"pr_auc", true, true},
                           Name{"mcc", true, true},         Name{"brier", true, false},
                           Name{"rmse", false, false},      Name{"mae", false, false},
                           Name{"r2", false, true},         Name{"median_error", false, false}};

const Name* find(std::string_view name) {
  const auto at = std::find_if(names.begin(), names.end(), [&](const Name& one) { return name == one.name; });
  return at == names.end() ? nullptr : &*at;
}

double weight_of(const ValueTruth& rows, std::size_t row) { return rows.weights.empty() ? 1.0 : rows.weights[row]; }

/// The mean of `of` over rows, by their weights.
template <class Of>
double mean(const ValueTruth& rows, const Of& of) {
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < rows.truth.size(); ++i) sum += weight_of(rows, i) * of(i), weights += weight_of(rows, i);
  return sum / weights;
}

double r2(const ValueTruth& rows) {
  const double centre = mean(rows, [&](std::size_t i) { return rows.truth[i]; });
  const double left = mean(rows, [&](std::size_t i) { return std::pow(rows.truth[i] - rows.predicted[i], 2); });
  const double spread = mean(rows, [&](std::size_t i) { return std::pow(rows.truth[i] - centre, 2); });
  if (spread == 0) return left == 0 ? 1 : 0;
  return 1 - left / spread;
}

/// Half of the weight lies on either side; the mean of the two errors where it falls between them.
double median_error(const ValueTruth& rows) {
  std::vector<double> errors(rows.truth.size());
  for (std::size_t i = 0; i < errors.size(); ++i) errors[i] = std::abs(rows.truth[i] - rows.predicted[i]);
  std::vector<std::size_t> order(errors.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return errors[a] < errors[b]; });
  double all = 0, passed = 0;
  for (const auto i : order) all += weight_of(rows, i);
  for (std::size_t k = 0; k < order.size(); ++k) {
    passed += weight_of(rows, order[k]);
    if (passed > all / 2) return errors[order[k]];
    if (passed == all / 2 && k + 1 < order.size()) return (errors[order[k]] + errors[order[k + 1]]) / 2;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double value_score(const ValueTruth& rows, std::string_view name) {
  const auto error = [&](std::size_t i) { return rows.truth[i] - rows.predicted[i]; };
  if (name == "rmse") return std::sqrt(mean(rows, [&](std::size_t i) { return error(i) * error(i); }));
  if (name == "mae") return mean(rows, [&](std::size_t i) { return std::abs(error(i)); });
  if (name == "r2") return r2(rows);
  return name == "median_error" ? median_error(rows) : std::numeric_limits<double>::quiet_NaN();
}

Scores value_scores(const ValueTruth& rows) {
  Scores scores;
  for (const auto& name : names)
    if (!name.of_classes) scores.emplace_back(name.name, value_score(rows, name.name));
  return scores;
}

bool more_is_better(std::string_view name) {
  const Name* found = find(name);
  return found && found->more;
}

bool is_class_score(std::string_view name) {
  const Name* found = find(name);
  return found && found->of_classes;
}

bool is_value_score(std::string_view name) {
  const Name* found = find(name);
  return found && !found->of_classes;
}

std::vector<std::string> score_names() {
  std::vector<std::string> all;
  for (const auto& name : names) all.emplace_back(name.name);
  return all;
}

}  // namespace kilter::nn
