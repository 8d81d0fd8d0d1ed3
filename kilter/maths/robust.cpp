// SPDX-License-Identifier: MIT
#include "kilter/maths/robust.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kilter {
namespace {

constexpr std::size_t most_pairs = 1 << 18;

}  // namespace

double median(std::span<const double> values) {
  if (values.empty()) return std::nan("");
  std::vector<double> sorted(values.begin(), values.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  if (sorted.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(sorted.begin(), middle)) / 2;
}

double sen_slope(std::span<const double> values) {
  const std::size_t n = values.size();
  // Of a long series every few points only, so that the pairs stay few.
  std::size_t stride = 1;
  while ((n / stride) * (n / stride) / 2 > most_pairs) ++stride;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < n; i += stride)
    for (std::size_t j = i + stride; j < n; j += stride)
      slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
  return slopes.empty() ? 0 : median(slopes);
}

double noise(std::span<const double> values) {
  std::vector<double> bends;
  for (std::size_t i = 0; i + 2 < values.size(); ++i)
    bends.push_back(std::abs(values[i] - 2 * values[i + 1] + values[i + 2]));
  return bends.empty() ? 0 : 1.4826 * median(bends) / std::sqrt(6.0);
}

}  // namespace kilter
