// SPDX-License-Identifier: MIT
#include "kilter/models/process.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/spaces.hpp"

namespace kilter {
namespace {

const std::vector<FeatureRow> five{{.1, .2}, {.4, .9}, {.6, .3}, {.9, .7}, {.5, .5}};
const std::vector<double> five_labels{.3, -.5, 1.2, -1, .4};
const Hyperparameters five_theta{-2 * std::log(.5), -2 * std::log(.8), std::log(1.5), std::log(.01)};

Process process_of_five() {
  Process process(2, 0);
  process.observe(five, five_labels);
  return process;
}

struct Mixed {
  explicit Mixed(std::uint64_t seed, std::size_t n = 12) : dice(seed) {
    for (std::size_t i = 0; i < n; ++i) {
      rows.push_back({dice.uniform(), dice.uniform(), dice.chance(0.3) ? 0.5 : dice.uniform(),
                      static_cast<double>(dice.below(3)),
                      dice.chance(0.3) ? -1.0 : static_cast<double>(dice.below(2))});
      labels.push_back(2 * dice.uniform() - 1);
    }
    for (int j = 0; j < 7; ++j) theta.push_back(2 * dice.uniform() - 1);
    theta.back() -= 3;
  }
  Process process() {
    Process made(3, 2);
    made.observe(rows, labels);
    return made;
  }

  Dice dice;
  std::vector<FeatureRow> rows;
  std::vector<double> labels;
  Hyperparameters theta;
};

// By NumPy and by the formulas of the book.
TEST(Process, FollowsTheOracle) {
  Process process = process_of_five();
  std::vector<double> slope(4);
  EXPECT_NEAR(process.negative_log_likelihood(five_theta, slope), 6.683891755030068, 1e-12);
  // The oracle differentiates by the lengthscales' logarithms: -2 times those of the weights.
  EXPECT_NEAR(2 * slope[0], -.26545715121158275, 1e-12);
  EXPECT_NEAR(2 * slope[1], -2.152056334171876, 1e-12);
  EXPECT_NEAR(-slope[2], .6287345546066869, 1e-12);
  EXPECT_NEAR(-slope[3], .054362405261182446, 1e-12);
  ASSERT_TRUE(process.condition(five_theta));
  const Belief here = process.at(std::vector{.3, .4}), there = process.at(std::vector{.95, .05});
  EXPECT_NEAR(here.mean, .4203638599988029, 1e-12);
  EXPECT_NEAR(here.variance, .0964850287563659, 1e-12);
  EXPECT_NEAR(there.mean, .6832427532725882, 1e-12);
  EXPECT_NEAR(there.variance, .5855006294991805, 1e-12);
  const double means[] = {.5384881748755082, -.5543844513093247, .4702336872613153, .6058559258915206,
                          .6549315563240293};
  const double variances[] = {.9258097317285747, .3814273662183104, .1582977936115547, .784829618435948,
                              .0958877606795088};
  const auto left_out = process.left_out();
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(left_out[i].mean, means[i], 1e-12);
    EXPECT_NEAR(left_out[i].variance, variances[i], 1e-12);
  }
}

TEST(Process, LeftOutIsWhatTheOthersPredict) {
  Process all = process_of_five();
  all.condition(five_theta);
  const auto left_out = all.left_out();
  for (std::size_t i = 0; i < 5; ++i) {
    auto rows = five;
    auto labels = five_labels;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
    labels.erase(labels.begin() + static_cast<std::ptrdiff_t>(i));
    Process others(2, 0);
    others.observe(rows, labels);
    others.condition(five_theta);
    const Belief belief = others.at(five[i]);
    EXPECT_NEAR(left_out[i].mean, belief.mean, 1e-10);
    EXPECT_NEAR(left_out[i].variance, belief.variance + .01, 1e-10);
  }
}

TEST(Process, SlopesOfTheLossAgreeWithDifferences) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Mixed mixed(seed);
    Process process(3, 2);
    std::vector<double> repeats(mixed.rows.size(), 1), variances(mixed.rows.size(), 0);
    repeats[3] = 4, variances[5] = 0.2;
    process.observe(mixed.rows, mixed.labels, repeats, variances);
    std::vector<double> slope(7), unused(7);
    process.loss(mixed.theta, slope);
    for (std::size_t j = 0; j < 7; ++j) {
      constexpr double step = 1e-5;
      Hyperparameters up = mixed.theta, down = mixed.theta;
      up[j] += step, down[j] -= step;
      const double difference = (process.loss(up, unused) - process.loss(down, unused)) / (2 * step);
      EXPECT_NEAR(slope[j], difference, 1e-6 * (1 + std::abs(difference))) << seed << " " << j;
    }
  }
}

TEST(Process, SlopesOfTheBeliefAgreeWithDifferences) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Mixed mixed(seed);
    Process process = mixed.process();
    ASSERT_TRUE(process.condition(mixed.theta));
    FeatureRow row = Mixed(seed + 100).rows.front();
    std::vector<double> mean_slope(3), variance_slope(3);
    const Belief belief = process.at(row, mean_slope, variance_slope);
    EXPECT_EQ(belief.mean, process.at(row).mean);
    for (std::size_t j = 0; j < 3; ++j) {
      constexpr double step = 1e-5;
      FeatureRow up = row, down = row;
      up[j] += step, down[j] -= step;
      const Belief above = process.at(up), below = process.at(down);
      EXPECT_NEAR(mean_slope[j], (above.mean - below.mean) / (2 * step), 1e-6);
      EXPECT_NEAR(variance_slope[j], (above.variance - below.variance) / (2 * step), 1e-6);
    }
  }
}

TEST(Process, ManyAtOnceAreTheSameAsOneByOne) {
  Mixed mixed(1, 40);
  Process process = mixed.process();
  process.condition(mixed.theta);
  const auto rows = Mixed(2, 300).rows;
  const Beliefs beliefs = process.at(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Belief one = process.at(rows[i]);
    EXPECT_NEAR(beliefs.means[i], one.mean, 1e-12);
    EXPECT_NEAR(beliefs.deviations[i] * beliefs.deviations[i], one.variance, 1e-9);
  }
}

TEST(Process, KnowsItsDataAndNothingFarAway) {
  Process process = process_of_five();
  Hyperparameters exact = five_theta;
  exact.back() = std::log(1e-10);
  process.condition(exact);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(process.at(five[i]).mean, five_labels[i], 1e-6);
    EXPECT_NEAR(process.fitted(i), five_labels[i], 1e-6);
    EXPECT_LT(process.at(five[i]).variance, 1e-8);
  }
  const Belief far = process.at(std::vector{1e3, -1e3});
  EXPECT_NEAR(far.mean, 0, 1e-12);
  EXPECT_NEAR(far.variance, 1.5, 1e-12);
}

TEST(Process, BelievingWhatIsExpectedChangesNoMean) {
  Mixed mixed(3);
  Process process = mixed.process(), before = mixed.process();
  process.condition(mixed.theta);
  before.condition(mixed.theta);
  const auto pending = Mixed(4, 3).rows;
  process.believe(pending);
  for (const auto& row : Mixed(5, 20).rows) {
    EXPECT_NEAR(process.at(row).mean, before.at(row).mean, 1e-9);
    EXPECT_LE(process.at(row).variance, before.at(row).variance + 1e-9);
  }
  EXPECT_LT(process.at(pending[0]).variance, 0.5 * before.at(pending[0]).variance + 1e-9);
}

TEST(Process, OrderOfRowsDoesNotMatter) {
  Mixed mixed(6, 30);
  Process process = mixed.process();
  std::vector<double> slope(7), turned_slope(7);
  const double loss = process.loss(mixed.theta, slope);
  std::reverse(mixed.rows.begin(), mixed.rows.end());
  std::reverse(mixed.labels.begin(), mixed.labels.end());
  Process turned = mixed.process();
  EXPECT_NEAR(turned.loss(mixed.theta, turned_slope), loss, 1e-9);
  for (std::size_t j = 0; j < 7; ++j) EXPECT_NEAR(slope[j], turned_slope[j], 1e-8);
}

TEST(Process, SurvivesRowsThatAreEqual) {
  std::vector<FeatureRow> rows(20, FeatureRow{.5, .5});
  Process process(2, 0);
  process.observe(rows, std::vector<double>(20, 0));
  Hyperparameters exact = five_theta;
  exact.back() = std::log(1e-8);
  ASSERT_TRUE(process.condition(exact));
  EXPECT_TRUE(std::isfinite(process.at(std::vector{.1, .9}).mean));
}

TEST(Process, FitFindsTheFeatureThatMatters) {
  Dice dice(7);
  std::vector<FeatureRow> rows;
  std::vector<double> labels;
  for (int i = 0; i < 40; ++i) {
    rows.push_back({dice.uniform(), dice.uniform()});
    labels.push_back(std::sin(6 * rows.back()[0]));
  }
  Process process(2, 0);
  process.observe(rows, labels);
  const std::vector<Hyperparameters> starts{process.usual()};
  const Fit found = fit(process, starts);
  EXPECT_GT(found.theta[0], found.theta[1] + 2);
  EXPECT_LT(found.theta.back(), std::log(1e-3));
  EXPECT_LE(found.evaluations, 60);
}

}  // namespace
}  // namespace kilter
