// SPDX-License-Identifier: MIT
#include "kilter/maths/signed_rank.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kilter {
namespace {

constexpr std::size_t most_exact = 50;

/// The chance that the ranks 1 to n, each counted with chance 1/2, sum to at least `sum`.
double exact_tail(std::size_t n, double sum) {
  const std::size_t most = n * (n + 1) / 2;
  std::vector<double> chance(most + 1, 0.0);
  chance[0] = 1;
  for (std::size_t rank = 1; rank <= n; ++rank)
    for (std::size_t s = most + 1; s-- > 0;) chance[s] = (chance[s] + (s >= rank ? chance[s - rank] : 0)) / 2;
  double tail = 0;
  for (auto s = static_cast<std::size_t>(std::ceil(sum)); s <= most; ++s) tail += chance[s];
  return tail;
}

}  // namespace

SignedRank signed_rank_greater(std::span<const double> differences) {
  std::vector<double> sorted;
  for (const double d : differences)
    if (std::isfinite(d)) sorted.push_back(d);
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  const auto n = static_cast<double>(sorted.size());
  double sum = 0, ties = 0;
  for (std::size_t from = 0; from < sorted.size();) {
    std::size_t to = from + 1;
    while (to < sorted.size() && std::abs(sorted[to]) == std::abs(sorted[from])) ++to;
    const double rank = static_cast<double>(from + to + 1) / 2;
    const auto equal = static_cast<double>(to - from);
    ties += equal * (equal * equal - 1);
    for (; from < to; ++from) sum += sorted[from] > 0 ? rank : sorted[from] == 0 ? rank / 2 : 0;
  }
  const bool zeros = sorted.front() == 0;
  if (!zeros && sorted.size() <= most_exact) return {sum, exact_tail(sorted.size(), sum)};
  const double variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
  if (!(variance > 0)) return {sum, 1};
  return {sum, std::erfc((sum - n * (n + 1) / 4) / std::sqrt(2 * variance)) / 2};
}

}  // namespace kilter
