// SPDX-License-Identifier: MIT
#include "kilter/nn/optimiser.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kilter::nn {
namespace {

/// Two steps from 1 with gradients 0.5 and -2, with learning rate 0.1.
float after_two(const OptimiserOptions& options, Group group = {1, 1, 1}) {
  Optimiser optimiser(options, 1);
  std::vector<float> w{1}, g(1);
  for (const float gradient : {0.5f, -2.0f}) {
    g[0] = gradient;
    optimiser.step(0.1, {&group, 1}, w, g);
  }
  return w[0];
}

TEST(Optimiser, PlainDescentAndMomentum) {
  EXPECT_NEAR(after_two({.method = Method::sgd, .momentum = 0, .weight_decay = 0}), 1 - 0.05 + 0.2, 1e-6);
  EXPECT_NEAR(after_two({.method = Method::sgd, .momentum = 0.9, .weight_decay = 0}), 1 - 0.05 - 0.1 * (0.45 - 2),
              1e-6);
  // Nesterov looks ahead: g + 0.9 m.
  EXPECT_NEAR(after_two({.method = Method::nesterov, .momentum = 0.9, .weight_decay = 0}),
              1 - 0.1 * (0.5 + 0.45) - 0.1 * (-2 + 0.9 * (0.45 - 2)), 1e-6);
}

TEST(Optimiser, AdamByHand) {
  // m = 0.05, -0.155; v = 0.0125, 0.211875, each divided by what it lacks at the beginning.
  const double first = 0.5 / 0.5, second = (-0.155 / 0.19) / std::sqrt(0.211875 / 0.0975);
  EXPECT_NEAR(after_two({.method = Method::adam, .momentum = 0.9, .beta2 = 0.95, .weight_decay = 0}),
              1 - 0.1 * first - 0.1 * second, 1e-5);
}

TEST(Optimiser, DecayIsPartOfTheGradientOrApartFromIt) {
  const double apart = after_two({.method = Method::adamw, .momentum = 0.9, .beta2 = 0.95, .weight_decay = 0.5});
  const double first = 0.95 - 0.1, second = (-0.155 / 0.19) / std::sqrt(0.211875 / 0.0975);
  EXPECT_NEAR(apart, first * 0.95 - 0.1 * second, 1e-5);
  EXPECT_NEAR(after_two({.method = Method::sgd, .momentum = 0, .weight_decay = 0.5}), 0.9 - 0.1 * (-2 + 0.45), 1e-6);
}

TEST(Optimiser, GroupsHaveRatesAndDecaysOfTheirOwn) {
  EXPECT_EQ(after_two({.method = Method::sgd, .momentum = 0, .weight_decay = 0.5}, {1, 0, 1}), 1);
  EXPECT_NEAR(after_two({.method = Method::sgd, .momentum = 0, .weight_decay = 0.5}, {1, 2, 0}), 1 - 0.1 + 0.4, 1e-6);
}

TEST(Optimiser, LongGradientsAreClipped) {
  Optimiser optimiser({.method = Method::sgd, .momentum = 0, .weight_decay = 0, .clip = 1}, 2);
  const Group group{2, 1, 0};
  std::vector<float> w{0, 0}, g{3, 4};
  optimiser.step(1, {&group, 1}, w, g);
  EXPECT_NEAR(w[0], -0.6, 1e-6);
  EXPECT_NEAR(w[1], -0.8, 1e-6);
}

}  // namespace
}  // namespace kilter::nn
