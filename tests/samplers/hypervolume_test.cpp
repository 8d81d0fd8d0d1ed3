// SPDX-License-Identifier: MIT
#include "kilter/samplers/hypervolume.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/samplers/samplers.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/spaces.hpp"

namespace kilter {
namespace {

/// A process that expects `mean` give or take `deviation` at u = 0.5, where its one observation lies.
Process certain(double mean, double deviation) {
  Process process(1, 0);
  // With one row: mean = k y / (k + noise), variance = k - k^2 / (k + noise) = k noise / (k + noise).
  const double scale = 2 * deviation * deviation, noise = scale;
  process.observe(std::vector<FeatureRow>{{.5}}, std::vector<double>{2 * mean});
  process.condition({0, std::log(scale), std::log(noise)});
  return process;
}

// E[y1+] E[y2+] - E[min(y1, .5)+] E[min(y2, .5)+] for N(.6, .2^2) and N(.7, .3^2).
TEST(HypervolumeGain, FollowsTheOracle) {
  Process first = certain(.6, .2), second = certain(.7, .3);
  HypervolumeGain gain(first, second, {{.5, .5}}, {0, 0});
  EXPECT_NEAR(std::exp(gain.at(std::vector<FeatureRow>{{.5}}).front()), .21081187557272874, 1e-12);
}

TEST(HypervolumeGain, SlopesAgreeWithDifferences) {
  Dice dice(3);
  std::vector<FeatureRow> rows;
  std::vector<double> one, two;
  for (int i = 0; i < 10; ++i) {
    rows.push_back({dice.uniform(), dice.uniform()});
    one.push_back(dice.uniform()), two.push_back(dice.uniform());
  }
  Process first(2, 0), second(2, 0);
  first.observe(rows, one), second.observe(rows, two);
  first.condition({2, 1, 0, -5}), second.condition({1, 2, 0, -4});
  HypervolumeGain gain(first, second, front_of({{.9, .1}, {.5, .5}, {.2, .8}, {.1, .1}}), {-.1, -.1});
  for (int i = 0; i < 20; ++i) {
    const FeatureRow row{dice.uniform(), dice.uniform()};
    std::vector<double> slope(2), unused(2);
    const double here = gain.at(row, slope);
    EXPECT_NEAR(here, gain.at(std::vector<FeatureRow>{row}).front(), 1e-9);
    for (std::size_t j = 0; j < 2; ++j) {
      FeatureRow up = row, down = row;
      up[j] += 1e-5, down[j] -= 1e-5;
      const double difference = (gain.at(up, unused) - gain.at(down, unused)) / 2e-5;
      EXPECT_NEAR(slope[j], difference, 1e-5 * (1 + std::abs(difference)));
    }
  }
}

TEST(HypervolumeGain, FrontHasWhatNothingSurpasses) {
  EXPECT_EQ(front_of({{1, 5}, {2, 3}, {4, 4}, {1, 5}, {5, 1}, {0, 6}, {5, 0}}),
            (std::vector<Point>{{0, 6}, {1, 5}, {4, 4}, {5, 1}}));
  EXPECT_TRUE(front_of({}).empty());
}

/// Area above (1, 1) in minimised losses that 40 trials of a study with that many goals dominate in the first two.
double area(Sampler& sampler, std::size_t goals) {
  Settings settings{.goals = {{"a"}, {"b"}},
                    .space = Space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")})};
  if (goals == 3) settings.goals.push_back({"c"});
  testing::Script script(settings);
  std::vector<Point> points;
  for (int i = 0; i < 40; ++i) {
    const auto asked = script.ask(sampler);
    const double x = asked.proposal->params[0], y = asked.proposal->params[1];
    const double a = x * x + (y - .3) * (y - .3), b = (x - 1) * (x - 1) + (y - .3) * (y - .3);
    script.end(asked.number, End::completed, {{"a", a}, {"b", b}, {"c", y}});
    points.push_back({1 - a, 1 - b});
  }
  double sum = 0, before = 0;
  for (const auto& point : front_of(points)) {
    if (point[0] <= 0 || point[1] <= 0) continue;
    sum += (point[0] - before) * point[1];
    before = point[0];
  }
  return sum;
}

// The whole front sqrt(a) + sqrt(b) = 1 dominates 5/6.
TEST(HypervolumeGain, TwoAndThreeGoalsAreFollowedBetterThanEvenly) {
  const auto model = make_gp(), again = make_gp(), even = make_quasi_random();
  const double of_model = area(*model, 2), of_even = area(*even, 2);
  EXPECT_GT(of_model, of_even + 0.015);
  EXPECT_LT(of_model, 5.0 / 6);
  EXPECT_GT(area(*again, 3), 0.6);
}

}  // namespace
}  // namespace kilter
