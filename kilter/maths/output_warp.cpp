// SPDX-License-Identifier: MIT
#include "kilter/maths/output_warp.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kilter/maths/normal.hpp"

namespace kilter {
namespace {

std::vector<double> finite(std::span<const double> labels) {
  std::vector<double> kept;
  for (const double y : labels)
    if (!std::isnan(y)) kept.push_back(y);
  std::sort(kept.begin(), kept.end());
  return kept;
}

double median_of(const std::vector<double>& sorted) {
  const std::size_t n = sorted.size();
  return n % 2 == 1 ? sorted[n / 2] : 0.5 * sorted[n / 2 - 1] + 0.5 * sorted[n / 2];
}

double spread_above(const std::vector<double>& unique, double median, std::size_t from) {
  double sum = 0;
  for (std::size_t i = from; i < unique.size(); ++i) sum += (unique[i] - median) * (unique[i] - median);
  return from < unique.size() ? std::sqrt(sum / static_cast<double>(unique.size() - from)) : 0;
}

/// By a power of two, so that squares neither overflow nor vanish; infinities become the largest numbers.
void tame(std::span<double> labels) {
  double largest = 0;
  for (double& y : labels) {
    if (std::isinf(y)) y = std::copysign(1e300, y);
    if (!std::isnan(y)) largest = std::max(largest, std::abs(y));
  }
  if (largest > 1e-100 && largest < 1e100) return;
  int exponent = 0;
  std::frexp(largest, &exponent);
  for (double& y : labels) y = std::ldexp(y, -exponent);
}

}  // namespace

void half_rank(std::span<double> labels, std::optional<double> given) {
  std::vector<double> unique = finite(labels);
  if (unique.empty()) return;
  const double median = given.value_or(median_of(unique));
  unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
  const auto first_good =
      static_cast<std::size_t>(std::lower_bound(unique.begin(), unique.end(), median) - unique.begin());
  double spread = spread_above(unique, median, first_good);
  if (spread == 0) spread = spread_above(unique, median, 0);
  const bool is_label = first_good < unique.size() && unique[first_good] == median;
  const double below = static_cast<double>(first_good) + (is_label ? 0.5 : 0);
  for (double& y : labels) {
    if (std::isnan(y) || y >= median) continue;
    const auto rank = static_cast<double>(std::lower_bound(unique.begin(), unique.end(), y) - unique.begin()) + 1;
    y = median + spread * normal_quantile(0.5 * (rank - 0.5) / below);
  }
}

void log_stretch(std::span<double> labels) {
  const std::vector<double> sorted = finite(labels);
  if (sorted.empty()) return;
  const double low = sorted.front(), high = sorted.back();
  for (double& y : labels)
    if (!std::isnan(y)) y = high > low ? 0.5 - std::log1p(0.5 * (high - y) / (high - low)) / std::log(1.5) : 0.5;
}

void place_missing(std::span<double> labels) {
  const std::vector<double> sorted = finite(labels);
  if (sorted.empty()) {
    std::fill(labels.begin(), labels.end(), -1.0);
    return;
  }
  const double low = sorted.front(), high = sorted.back();
  const auto n = static_cast<double>(labels.size()), known = static_cast<double>(sorted.size());
  const double bad = low - (0.5 * (high - low) + 1);
  const double feasible = (0.5 + known) / (1 + n);
  const double shift = -std::accumulate(sorted.begin(), sorted.end(), 0.0) / known * feasible - bad * (1 - feasible);
  for (double& y : labels) y = (std::isnan(y) ? bad : y) + shift;
}

void standardise(std::span<double> labels) {
  if (labels.empty()) return;
  const auto n = static_cast<double>(labels.size());
  const double mean = std::accumulate(labels.begin(), labels.end(), 0.0) / n;
  double square = 0, largest = 0;
  for (const double y : labels) square += (y - mean) * (y - mean), largest = std::max(largest, std::abs(y));
  const double deviation = std::sqrt(square / n);
  const bool equal = !(deviation > 1e-13 * largest);
  for (double& y : labels) y = equal ? 0 : (y - mean) / deviation;
}

double thinned_median(std::span<const double> labels) {
  std::vector<double> sorted = finite(labels);
  if (sorted.empty()) return 0;
  const double plain = median_of(sorted);
  const double quarter = sorted[sorted.size() / 4];
  const double gap = 0.01 * (sorted.back() - quarter);
  std::vector<double> kept;
  for (auto y = sorted.rbegin(); y != sorted.rend(); ++y)
    if (kept.empty() || kept.back() - *y >= gap) kept.push_back(*y);
  std::reverse(kept.begin(), kept.end());
  return std::min(plain, median_of(kept));
}

std::vector<double> warped(std::span<const double> labels, const OutputWarp& options) {
  std::vector<double> y(labels.begin(), labels.end());
  tame(y);
  if (options.ranks) {
    half_rank(y, options.thin ? std::optional(thinned_median(y)) : std::nullopt);
    log_stretch(y);
  } else {
    // Missing ones must lie a step below the worst whatever the unit: first to unit spread.
    std::vector<double> known = finite(y);
    const double span = known.empty() || known.back() == known.front() ? 1 : known.back() - known.front();
    for (double& v : y) v /= span;
  }
  place_missing(y);
  standardise(y);
  return y;
}

}  // namespace kilter
