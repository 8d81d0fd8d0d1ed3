// SPDX-License-Identifier: MIT
#include "kilter/maths/permutation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>
#include <vector>

namespace kilter {
namespace {

TEST(Permutation, IsABijectionOfEverySmallSize) {
  for (std::uint64_t n = 1; n <= 300; ++n)
    for (std::uint64_t key = 0; key < 3; ++key) {
      const Permutation order(n, key);
      std::vector<bool> seen(n, false);
      for (std::uint64_t i = 0; i < n; ++i) {
        const std::uint64_t to = order.at(i);
        ASSERT_LT(to, n);
        ASSERT_FALSE(seen[to]) << n << " numbers, key " << key;
        seen[to] = true;
      }
    }
}

TEST(Permutation, NeverRepeatsInALongWalkOfAHugeSize) {
  const Permutation order(1'000'000'000'000'000, 99);
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const std::uint64_t to = order.at(i);
    ASSERT_LT(to, order.size());
    ASSERT_TRUE(seen.insert(to).second);
  }
}

TEST(Permutation, AnotherKeyGivesAnotherOrder) {
  const Permutation a(1000, 1), b(1000, 2);
  int same = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) same += a.at(i) == b.at(i);
  EXPECT_LT(same, 10);
}

// Chi-square of the first image over 1,000 keys in 10 cells, 9 degrees of freedom: 33.7 is the 1e-4 quantile.
TEST(Permutation, FirstImageIsUniformOverKeys) {
  std::vector<int> cells(10);
  for (std::uint64_t key = 0; key < 1000; ++key) ++cells[Permutation(10, key).at(0)];
  double chi = 0;
  for (const int count : cells) chi += (count - 100.0) * (count - 100.0) / 100;
  EXPECT_LT(chi, 33.7);
}

TEST(Permutation, ConsecutiveIndicesAreNotCorrelated) {
  const Permutation order(1 << 16, 5);
  constexpr int n = 1 << 15;
  double product = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const double a = static_cast<double>(order.at(i)) / 65536 - 0.5;
    const double b = static_cast<double>(order.at(i + 1)) / 65536 - 0.5;
    product += a * b;
  }
  EXPECT_LT(std::abs(product / n * 12) * std::sqrt(n), 4.0);
}

TEST(Permutation, RefusesSizesOutsideItsDomain) {
  EXPECT_THROW(Permutation(0, 1), std::out_of_range);
  EXPECT_THROW(Permutation((std::uint64_t{1} << 62) + 1, 1), std::out_of_range);
  const Permutation largest(Permutation::max_size, 1);
  EXPECT_LT(largest.at(Permutation::max_size - 1), Permutation::max_size);
}

}  // namespace
}  // namespace kilter
