// SPDX-License-Identifier: MIT
#include "kilter/maths/minimise.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kilter {
namespace {

double rosenbrock(std::span<const double> x, std::span<double> gradient) {
  double sum = 0;
  std::fill(gradient.begin(), gradient.end(), 0.0);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
    sum += 100 * a * a + b * b;
    gradient[i] += -400 * a * x[i] - 2 * b;
    gradient[i + 1] += 200 * a;
  }
  return sum;
}

constexpr MinimiseOptions exact{.evaluations = 1000, .gradient = 1e-8, .decrease = 0};

TEST(Minimise, FindsTheBottomOfRosenbrocksValley) {
  for (const std::size_t d : {2u, 5u, 20u}) {
    const std::vector<double> low(d, -5), high(d, 5);
    const Minimum found = minimise(rosenbrock, std::vector<double>(d, -1.2), low, high, exact);
    EXPECT_LT(found.value, d == 2 ? 1e-12 : 4) << d;  // from there 5 and more dimensions have a second minimum
    EXPECT_LE(found.evaluations, 1000);
  }
}

TEST(Minimise, StopsAtTheBounds) {
  const Slope bowl = [](std::span<const double> x, std::span<double> g) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double d = x[i] - 2.0 * static_cast<double>(i);
      sum += (1 + static_cast<double>(i)) * d * d;
      g[i] = 2 * (1 + static_cast<double>(i)) * d;
    }
    return sum;
  };
  const std::vector<double> low(4, 0.5), high(4, 3);
  const Minimum found = minimise(bowl, {9, 9, 9, 9}, low, high, exact);
  EXPECT_NEAR(found.x[0], 0.5, 1e-9);
  EXPECT_NEAR(found.x[1], 2, 1e-7);
  EXPECT_NEAR(found.x[2], 3, 1e-9);
  EXPECT_NEAR(found.x[3], 3, 1e-9);
}

TEST(Minimise, NeverLeavesTheBoxNorExceedsItsEvaluations) {
  int calls = 0;
  const Slope wild = [&](std::span<const double> x, std::span<double> g) {
    ++calls;
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_GE(x[i], -1);
      EXPECT_LE(x[i], 1);
      g[i] = std::cos(40 * x[i]) * 40 + 1e3;
    }
    return calls % 7 == 0 ? std::nan("") : std::sin(40 * x[0]) + 1e3 * x[0];
  };
  const std::vector<double> low(3, -1), high(3, 1);
  const Minimum found = minimise(wild, {0.3, 0.2, 0.9}, low, high, {.evaluations = 25});
  EXPECT_LE(calls, 25);
  EXPECT_EQ(calls, found.evaluations);
}

TEST(Minimise, KeepsItsStartWhereNothingIsFinite) {
  const Slope nowhere = [](std::span<const double>, std::span<double> g) {
    g[0] = 0;
    return std::nan("");
  };
  const std::vector<double> low{0}, high{1};
  EXPECT_EQ(minimise(nowhere, {0.25}, low, high).x[0], 0.25);
}

}  // namespace
}  // namespace kilter
