// SPDX-License-Identifier: MIT
#include "kilter/samplers/acquisition.hpp"

#include <cmath>

#include "kilter/maths/normal.hpp"

namespace kilter {
namespace {

/// A score and its slopes by mean and deviation.
struct Score {
  double value, by_mean, by_deviation;
};

Score score(const Wish& wish, double mean, double deviation) {
  switch (wish.kind) {
    case Wish::Kind::mean: return {mean, 1, 0};
    case Wish::Kind::bound: return {mean + wish.kappa * deviation, 1, wish.kappa};
    case Wish::Kind::improvement: break;
  }
  const double z = (mean - wish.target) / deviation;
  const Improvement h = log_improvement(z);
  return {std::log(deviation) + h.log, h.slope / deviation, (1 - z * h.slope) / deviation};
}

}  // namespace

std::vector<double> SingleGoal::at(std::span<const FeatureRow> rows) {
  const Beliefs beliefs = process_.at(rows);
  std::vector<double> scores(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) scores[i] = score(wish_, beliefs.means[i], beliefs.deviations[i]).value;
  return scores;
}

double SingleGoal::at(std::span<const double> row, std::span<double> slope) {
  mean_slope_.resize(slope.size());
  variance_slope_.resize(slope.size());
  const Belief belief = process_.at(row, mean_slope_, variance_slope_);
  const double deviation = std::sqrt(belief.variance);
  const Score s = score(wish_, belief.mean, deviation);
  for (std::size_t j = 0; j < slope.size(); ++j)
    slope[j] = s.by_mean * mean_slope_[j] + s.by_deviation * variance_slope_[j] / (2 * deviation);
  return s.value;
}

std::vector<double> Careful::at(std::span<const FeatureRow> rows) {
  std::vector<double> scores = promise_.at(rows);
  const std::vector<double> logs = chances_.logs(rows, caution_);
  for (std::size_t i = 0; i < rows.size(); ++i) scores[i] = weight_ * scores[i] + logs[i];
  return scores;
}

double Careful::at(std::span<const double> row, std::span<double> slope) {
  const double promised = weight_ * promise_.at(row, slope);
  for (double& s : slope) s *= weight_;
  return promised + chances_.log(row, caution_, slope);
}

}  // namespace kilter
