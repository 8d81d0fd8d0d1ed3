// SPDX-License-Identifier: MIT
#include "kilter/models/chances.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/spaces.hpp"

namespace kilter::testing {
namespace {

Features plane() { return Features(Space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")})); }

/// A limit that a line of slope `unit` keeps up to x = 0.5; all of the lower y fail where `failing`.
Observations halves(std::size_t n, double unit = 1, bool failing = false, double noise = 0) {
  Observations seen;
  Dice dice(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = dice.uniform(), y = dice.uniform();
    const bool failed = failing && y < .5;
    seen.ended.push_back({.row = {x, y},
                          .values = {failed ? std::nan("") : x},
                          .excess = {unit * (x - .5 + noise * (dice.uniform() - .5))}});
    ++(failed ? seen.failed : seen.valued);
  }
  return seen;
}

Chances learnt(const Observations& seen) {
  const Features features = plane();
  return {features, seen, Process(2, 0).usual(), Refit::cold, {}, Rng{}};
}

TEST(Chances, KnowOnWhichSideOfALimitARowLies) {
  Chances chances = learnt(halves(30));
  EXPECT_GT(chances.of(std::vector{.2, .5}), .95);
  EXPECT_LT(chances.of(std::vector{.8, .5}), .05);
}

TEST(Chances, AreUnmovedByTheUnitOfAMetric) {
  for (const double x : {.3, .49, .51, .7}) {
    const std::vector row{x, .4};
    EXPECT_NEAR(learnt(halves(30)).of(row), learnt(halves(30, 1e9)).of(row), 1e-3);
  }
}

TEST(Chances, MultiplyThoseOfFailingAndOfLimits) {
  Chances chances = learnt(halves(40, 1, true));
  EXPECT_GT(chances.of(std::vector{.2, .9}), .7);
  EXPECT_LT(chances.of(std::vector{.2, .1}), .3);
  EXPECT_LT(chances.of(std::vector{.9, .9}), .1);
}

TEST(Chances, HaveSlopesThatDifferencesConfirm) {
  Chances chances = learnt(halves(30, 1, true, .5));
  const Caution caution{.spare = 2, .weight = 30};
  Dice dice(5);
  for (int i = 0; i < 50; ++i) {
    const std::vector<double> row{dice.uniform(), dice.uniform()};
    std::vector<double> slope(2, 0);
    const double here = chances.log(row, caution, slope);
    EXPECT_NEAR(here, chances.logs(std::vector<FeatureRow>{row}, caution).front(), 1e-6 * std::abs(here) + 1e-7);
    for (std::size_t j = 0; j < 2; ++j) {
      std::vector<double> up = row, down = row, unused(2);
      up[j] += 1e-6, down[j] -= 1e-6;
      const double difference = (chances.log(up, caution, unused) - chances.log(down, caution, unused)) / 2e-6;
      EXPECT_NEAR(slope[j], difference, 1e-4 * std::abs(difference) + 1e-3);
    }
  }
}

TEST(Chances, AreNotAskedWhereNothingCanGoWrong) {
  Observations seen = halves(5);
  for (auto& one : seen.ended) one.excess.clear();
  EXPECT_FALSE(learnt(seen).any());
  seen = halves(5);
  for (auto& one : seen.ended) one.excess.front() = std::nan("");
  EXPECT_FALSE(learnt(seen).any()) << "nothing is known of the limited metric";
}

TEST(Chances, SurviveWhateverIsMeasured) {
  for (const double excess : {0.0, 1e300, -1e300}) {
    Observations seen = halves(6);
    for (auto& one : seen.ended) one.excess = {excess};
    Chances chances = learnt(seen);
    EXPECT_GE(chances.of(std::vector{.5, .5}), 0) << excess;
  }
}

}  // namespace
}  // namespace kilter::testing
