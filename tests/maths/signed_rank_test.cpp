// SPDX-License-Identifier: MIT
#include "kilter/maths/signed_rank.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace kilter {
namespace {

void expect(std::vector<double> differences, double statistic, double p) {
  const auto [sum, chance] = signed_rank_greater(differences);
  EXPECT_EQ(sum, statistic);
  EXPECT_NEAR(chance, p, 1e-15);
}

TEST(SignedRank, IsExactForFewDifferences) {
  expect({1, 2, 3, 4, 5}, 15, .03125);
  expect({.1, .2, -.05, .3, .25}, 14, .0625);
  expect({1, 2, 3, 4, 5, 6, 7, 8}, 36, .00390625);
  expect({1, -2, 3, -4, 5, 6, 7, -8, 9, 10}, 41, .0966796875);
  expect({1, 1, 1}, 6, .125);
  expect({1, 2, 3, 4}, 10, .0625);
}

TEST(SignedRank, GivesTiesTheirMeanRank) { expect({.02, -.01, .03, .01, .05, -.02, .04, .06}, 31, .0390625); }

TEST(SignedRank, SplitsZerosBetweenBothSides) { expect({0, 0, 1, 2, 3}, 13.5, .05202961726446396); }

TEST(SignedRank, WithoutDifferencesNothingIsKnown) {
  EXPECT_EQ(signed_rank_greater({}).p, 1);
  const std::vector<double> none = {std::nan(""), INFINITY}, zeros(3, 0.0);
  EXPECT_EQ(signed_rank_greater(none).p, 1);
  EXPECT_NEAR(signed_rank_greater(zeros).p, 0.5, 1e-15);
}

TEST(SignedRank, BeyondTheExactTableIsNearlyThat) {
  std::vector<double> many(51);
  std::iota(many.begin(), many.end(), 1.0);
  for (std::size_t i = 0; i < many.size(); i += 2) many[i] = -many[i];
  EXPECT_EQ(signed_rank_greater(many).statistic, 650);
  EXPECT_NEAR(signed_rank_greater(many).p, 0.5485, 1e-4) << "13 below the mean of 663, deviation 106.7";
}

}  // namespace
}  // namespace kilter
