// SPDX-License-Identifier: MIT
#include "kilter/models/chances.hpp"

#include <algorithm>
#include <cmath>

#include "kilter/maths/normal.hpp"

namespace kilter {
namespace {

constexpr std::size_t most_rows = 400;  ///< the newest

std::span<const Observation> newest(const Observations& seen) {
  return std::span(seen.ended).last(std::min(seen.ended.size(), most_rows));
}

/// Excesses as labels of mean 0 and variance 1, the larger the safer, and the label of no excess: linear near the
/// limit, logarithmic far from it. In units of their median size, so that the metric's unit does not matter.
struct Labels {
  std::vector<double> values;
  double least = 0;
};

Labels labels_of(std::vector<double> excess) {
  std::vector<double> sizes;
  for (const double e : excess) sizes.push_back(std::abs(e));
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  const double unit = *middle > 0 ? *middle : 1;
  double mean = 0, square = 0;
  for (double& e : excess) {
    e = -std::copysign(std::log1p(std::abs(e) / unit), e);
    mean += e / static_cast<double>(excess.size());
  }
  for (const double e : excess) square += (e - mean) * (e - mean) / static_cast<double>(excess.size());
  const double deviation = square > 1e-20 ? std::sqrt(square) : 1;
  for (double& e : excess) e = (e - mean) / deviation;
  return {std::move(excess), -mean / deviation};
}

}  // namespace

Chances::Chances(const Features& features, const Observations& seen, const Hyperparameters& main, Refit refit,
                 std::span<const Hyperparameters> last, const Rng& rng) {
  if (seen.failed >= failures_modelled) learn_failures(features, seen, main);
  const std::size_t limits = seen.ended.empty() ? 0 : seen.ended.front().excess.size();
  for (std::size_t limit = 0; limit < limits; ++limit)
    learn_limit(features, seen, limit, refit, limit < last.size() ? last[limit] : Hyperparameters{}, rng);
}

void Chances::learn_failures(const Features& features, const Observations& seen, Hyperparameters theta) {
  std::vector<FeatureRow> rows;
  std::vector<double> labels;
  for (const auto& one : newest(seen)) {
    rows.push_back(one.row);
    labels.push_back(std::isnan(one.values.front()) ? -1 : 1);
  }
  Process process(features.numeric(), features.categories());
  process.observe(rows, labels);
  theta[features.size()] = 0;
  theta[features.size() + 1] = std::log(0.1);
  if (process.condition(theta)) tests_.push_back({std::move(process)});
}

void Chances::learn_limit(const Features& features, const Observations& seen, std::size_t limit, Refit refit,
                          const Hyperparameters& last, const Rng& rng) {
  std::vector<FeatureRow> rows;
  std::vector<double> excess;
  for (const auto& one : newest(seen)) {
    if (std::isnan(one.excess[limit])) continue;
    rows.push_back(one.row);
    excess.push_back(one.excess[limit]);
  }
  thetas_.push_back(last);
  if (rows.empty()) return;
  const Labels labels = labels_of(std::move(excess));
  Process process(features.numeric(), features.categories());
  process.observe(rows, labels.values);
  thetas_.back() = fitted(process, refit, last, rng);
  if (!process.condition(thetas_.back())) return;
  const double noise = process.noise();
  tests_.push_back({std::move(process), labels.least, noise, true});
}

double Chances::of(std::span<const double> row) {
  double chance = 1;
  for (auto& test : tests_) {
    const Belief belief = test.process.at(row);
    chance *= normal_cdf((belief.mean - test.least) / std::sqrt(belief.variance + test.noise));
  }
  return chance;
}

std::vector<double> Chances::logs(std::span<const FeatureRow> rows, const Caution& caution) {
  std::vector<double> logs(rows.size(), 0);
  for (auto& test : tests_) {
    const Caution own = test.limit ? caution : Caution{.spare = 0};
    const Beliefs beliefs = test.process.at(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double spread = std::sqrt(beliefs.deviations[i] * beliefs.deviations[i] + test.noise);
      logs[i] += own.weight * log_normal_cdf((beliefs.means[i] - test.least) / spread - own.spare);
    }
  }
  return logs;
}

double Chances::log(std::span<const double> row, const Caution& caution, std::span<double> slope) {
  mean_slope_.resize(slope.size());
  variance_slope_.resize(slope.size());
  double sum = 0;
  for (auto& test : tests_) {
    const Caution own = test.limit ? caution : Caution{.spare = 0};
    const Belief belief = test.process.at(row, mean_slope_, variance_slope_);
    const double variance = belief.variance + test.noise, spread = std::sqrt(variance);
    const double z = (belief.mean - test.least) / spread, at = z - own.spare;
    const double log_chance = log_normal_cdf(at);
    const double ratio = own.weight * std::exp(log_normal_pdf(at) - log_chance);
    for (std::size_t j = 0; j < slope.size(); ++j)
      slope[j] += ratio * (mean_slope_[j] / spread - z * variance_slope_[j] / (2 * variance));
    sum += own.weight * log_chance;
  }
  return sum;
}

}  // namespace kilter
