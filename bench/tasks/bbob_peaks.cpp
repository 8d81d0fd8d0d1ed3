// SPDX-License-Identifier: MIT
// Gallagher's Gaussian peaks (functions 21 and 22), and the pairs of bbob-biobj.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "bench/tasks/bbob.hpp"
#include "bench/tasks/bbob_random.hpp"

namespace kilter::bench {
namespace {

/// Indices of the numbers in ascending order.
std::vector<std::size_t> ranks(const std::vector<double>& numbers) {
  std::vector<std::size_t> order(numbers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
  return order;
}

double oscillated(double x) {
  if (x == 0) return 0;
  const double log = std::log(std::abs(x));
  const double waves = x > 0 ? std::sin(10 * log) + std::sin(7.9 * log) : std::sin(5.5 * log) + std::sin(3.1 * log);
  return std::copysign(std::exp(log + 0.049 * waves), x);
}

}  // namespace

void Bbob::raise_peaks() {
  const std::size_t count = function_ == 21 ? 101 : 21;
  const double last = static_cast<double>(count - 2), width = function_ == 21 ? 10 : 9.8;
  Vector conditions{function_ == 21 ? std::sqrt(1000.0) : 1000.0};
  peak_heights_ = {10};
  const auto order = ranks(bbob_uniform(count - 1, seed_));
  for (std::size_t i = 1; i < count; ++i) {
    conditions.push_back(std::pow(1000, static_cast<double>(order[i - 1]) / last));
    peak_heights_.push_back(1.1 + 8 * static_cast<double>(i - 1) / last);
  }
  const Vector places = bbob_uniform(count * n_, seed_);
  for (std::size_t i = 0; i < count; ++i) {
    const auto axes = ranks(bbob_uniform(n_, seed_ + 1000 * static_cast<std::int64_t>(i)));
    Vector scales(n_), point(n_), turned(n_, 0);
    for (std::size_t j = 0; j < n_; ++j) {
      scales[j] = std::pow(conditions[i], static_cast<double>(axes[j]) / static_cast<double>(n_ - 1) - 0.5);
      point[j] = (i == 0 ? 0.8 : 1) * (width * places[i * n_ + j] - width / 2);
    }
    for (std::size_t j = 0; j < n_; ++j)
      for (std::size_t k = 0; k < n_; ++k) turned[j] += second_[j][k] * point[k];
    if (i == 0) best_point_ = point;
    peak_scales_.push_back(std::move(scales));
    peak_points_.push_back(std::move(turned));
  }
}

double Bbob::peaks(const Vector& x) const {
  Vector turned(n_, 0);
  double outside = 0;
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t j = 0; j < n_; ++j) turned[i] += second_[i][j] * x[j];
    const double beyond = std::max(0.0, std::abs(x[i]) - 5);
    outside += beyond * beyond;
  }
  double highest = 0;
  for (std::size_t i = 0; i < peak_heights_.size(); ++i) {
    double distance = 0;
    for (std::size_t j = 0; j < n_; ++j) {
      const double d = turned[j] - peak_points_[i][j];
      distance += peak_scales_[i][j] * d * d;
    }
    highest = std::max(highest, peak_heights_[i] * std::exp(-distance / (2 * static_cast<double>(n_))));
  }
  const double below = oscillated(10 - highest);
  return below * below + outside;
}

std::pair<Bbob, Bbob> bbob_pair(int pair, int instance, std::size_t dimension) {
  static constexpr int functions[] = {1, 2, 6, 8, 13, 14, 15, 17, 20, 21};
  static constexpr int instances[][2] = {{2, 4},   {3, 5},   {7, 8},   {9, 10},  {11, 12}, {13, 14}, {15, 16}, {17, 18},
                                         {19, 21}, {21, 22}, {23, 24}, {25, 26}, {27, 28}, {29, 30}, {31, 34}};
  int first = 0, left = pair - 1;
  for (; left >= 10 - first; ++first) left -= 10 - first;
  const auto& both = instances[instance - 1];
  return {Bbob(functions[first], both[0], dimension), Bbob(functions[first + left], both[1], dimension)};
}

}  // namespace kilter::bench
