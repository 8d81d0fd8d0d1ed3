// SPDX-License-Identifier: MIT
#include "kilter/maths/rank_correlation.hpp"

#include <gtest/gtest.h>

namespace kilter {
namespace {

TEST(RankCorrelation, LooksAtTheOrderOnly) {
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3, 4}, {0.1, 5, 6, 1e9}), 1);
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3, 4}, {4, 3, 2, 1}), -1);
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3, 4, 5}, {2, 1, 4, 3, 5}), 0.8);
}

TEST(RankCorrelation, GivesTiesTheirMeanRank) {
  // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
  EXPECT_NEAR(rank_correlation({1, 7, 7, 9}, {1, 2, 3, 4}), 0.9486832980505138, 1e-15);
}

TEST(RankCorrelation, IsNoneWhereNothingDiffers) {
  EXPECT_EQ(rank_correlation({3, 3, 3}, {1, 2, 3}), 0);
  EXPECT_EQ(rank_correlation({1}, {1}), 0);
  EXPECT_EQ(rank_correlation({}, {}), 0);
}

}  // namespace
}  // namespace kilter
