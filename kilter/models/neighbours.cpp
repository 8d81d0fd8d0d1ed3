// SPDX-License-Identifier: MIT
#include "kilter/models/neighbours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace kilter {
namespace {

constexpr double far = 6;  ///< squared distance at which a Matern-5/2 kernel has fallen to about 0.06

class Distances {
 public:
  Distances(const Features& features, const Hyperparameters& theta) : features_(features) {
    for (std::size_t k = 0; k < features.size(); ++k) weights_.push_back(std::exp(theta[k]));
  }
  double squared(std::span<const double> a, std::span<const double> b) const {
    double sum = 0;
    for (std::size_t k = 0; k < weights_.size(); ++k) {
      const double d = features_[k].category ? static_cast<double>(a[k] != b[k]) : a[k] - b[k];
      sum += weights_[k] * d * d;
    }
    return sum;
  }

 private:
  const Features& features_;
  std::vector<double> weights_;
};

}  // namespace

std::string place_words(const Features& features, const Observations& seen, const Hyperparameters& theta,
                        std::span<const double> row) {
  if (seen.ended.empty()) return {};
  const Distances distances(features, theta);
  std::vector<double> from_row;
  for (const auto& one : seen.ended) from_row.push_back(distances.squared(one.row, row));
  const auto nearest = static_cast<std::size_t>(std::min_element(from_row.begin(), from_row.end()) - from_row.begin());
  const Observation& first = seen.ended[nearest];
  if (from_row[nearest] > far) return fmt::format("far from all trials, trial {} being the nearest", first.trial);
  const Observation* second = nullptr;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < from_row.size(); ++i) {
    // At an obtuse angle to the first one, so that the configuration lies between the two.
    const bool beyond = distances.squared(seen.ended[i].row, first.row) > from_row[i] + from_row[nearest];
    if (beyond && from_row[i] < least) least = from_row[i], second = &seen.ended[i];
  }
  if (!second || least > far) return fmt::format("near trial {}", first.trial);
  return fmt::format("between trials {} and {}", std::min(first.trial, second->trial),
                     std::max(first.trial, second->trial));
}

}  // namespace kilter
