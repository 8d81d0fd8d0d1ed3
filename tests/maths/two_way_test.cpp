// SPDX-License-Identifier: MIT
#include "kilter/maths/two_way.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/random.hpp"

namespace kilter {
namespace {

TEST(TwoWay, ExactWhereTheTableIsASum) {
  const std::vector<Cell> cells{{0, 0, 11}, {0, 1, 13}, {1, 0, 21}, {1, 1, 23}, {2, 1, 33}};
  const TwoWay fit = two_way(cells, 4, 3);
  EXPECT_NEAR(fit.columns[0], -1, 1e-6);
  EXPECT_NEAR(fit.columns[1], 1, 1e-6);
  EXPECT_EQ(fit.columns[2], 0);
  EXPECT_NEAR(fit.rows[0], 12, 1e-6);
  EXPECT_NEAR(fit.rows[2], 32, 1e-6);
  EXPECT_TRUE(std::isnan(fit.rows[3]));
  EXPECT_EQ(fit.deviation, 0) << "five cells say nothing of the noise";
}

TEST(TwoWay, FindsTheRowsOfATableWithHoles) {
  const Rng rng{5, 0};
  std::uint64_t index = 0;
  const auto normal = [&] {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += rng.uniform(1, index++);
    return sum;
  };
  constexpr std::size_t rows = 60, columns = 5;
  constexpr double noise = 0.2;
  std::vector<double> row, column;
  for (std::size_t i = 0; i < rows; ++i) row.push_back(normal());
  double mean = 0;
  for (std::size_t k = 0; k < columns; ++k) column.push_back(3 * normal()), mean += column.back() / columns;
  std::vector<Cell> cells;
  std::vector<double> counts(rows, 0.0);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < columns; ++k)
      if (k == 0 || rng.uniform(1, index++) > 0.4)
        cells.push_back({i, k, row[i] + column[k] + noise * normal()}), ++counts[i];
  const TwoWay fit = two_way(cells, rows, columns);
  EXPECT_NEAR(fit.deviation, noise, 0.03);
  int within = 0;
  for (std::size_t i = 0; i < rows; ++i)
    within += std::abs(fit.rows[i] - (row[i] + mean)) < 3 * noise / std::sqrt(counts[i]) + 0.1;
  EXPECT_EQ(within, static_cast<int>(rows));
}

}  // namespace
}  // namespace kilter
