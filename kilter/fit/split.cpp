// SPDX-License-Identifier: MIT
#include "kilter/fit/split.hpp"

#include <algorithm>
#include <numeric>

#include "kilter/base/random.hpp"
#include "kilter/maths/permutation.hpp"

namespace kilter::fit {

std::vector<int> dealt(std::span<const double> strata, bool of_classes, int parts, std::uint64_t seed) {
  // In a shuffled order, then by stratum: whoever deals round robin gives each part its share.
  std::vector<std::size_t> order(strata.size());
  const Permutation shuffle(std::max<std::size_t>(1, strata.size()), splitmix64(seed));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::size_t>(shuffle.at(i));
  std::vector<double> key(strata.begin(), strata.end());
  if (!of_classes) {
    std::vector<std::size_t> ranked(strata.size());
    std::iota(ranked.begin(), ranked.end(), std::size_t{0});
    std::stable_sort(ranked.begin(), ranked.end(), [&](std::size_t a, std::size_t b) { return strata[a] < strata[b]; });
    for (std::size_t i = 0; i < ranked.size(); ++i) key[ranked[i]] = static_cast<double>(10 * i / ranked.size());
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key[a] < key[b]; });
  std::vector<int> part(strata.size());
  for (std::size_t i = 0; i < order.size(); ++i) part[order[i]] = static_cast<int>(i % static_cast<std::size_t>(parts));
  return part;
}

std::vector<Fold> make_folds(std::span<const double> strata, bool of_classes, int folds, std::uint64_t seed) {
  constexpr int parts_of_one = 17, validating = 3;
  const auto part = dealt(strata, of_classes, folds > 1 ? folds : parts_of_one, seed);
  std::vector<Fold> all(static_cast<std::size_t>(std::max(1, folds)));
  for (std::size_t row = 0; row < part.size(); ++row)
    for (std::size_t f = 0; f < all.size(); ++f) {
      const bool validates =
          folds > 1 ? part[row] == static_cast<int>(f) : part[row] % 6 == 2 && part[row] < 6 * validating;
      (validates ? all[f].validation : all[f].training).push_back(row);
    }
  return all;
}

Locked lock_rows(std::span<const double> strata, bool of_classes, std::uint64_t seed) {
  const auto part = dealt(strata, of_classes, 20, splitmix64(seed ^ 0x7E57));
  Locked rows;
  // Parts apart from each other, since the first ones get the odd rows of small classes.
  for (std::size_t row = 0; row < part.size(); ++row)
    (part[row] == 3 || part[row] == 10 || part[row] == 17 ? rows.locked : rows.open).push_back(row);
  return rows;
}

}  // namespace kilter::fit
