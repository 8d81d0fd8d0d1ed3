// SPDX-License-Identifier: MIT
#include "bench/tasks/functions.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "bench/tasks/task.hpp"
#include "kilter/space/draw.hpp"

namespace kilter::bench {
namespace {

TEST(Functions, BraninMeetsPublishedValues) {
  EXPECT_NEAR(branin(std::numbers::pi, 2.275), 0.39788735772973816, 1e-14);
  EXPECT_NEAR(branin(0, 0), 55.602112642270264, 1e-12);
  EXPECT_NEAR(branin(2.5, 7.5), 24.129964413622268, 1e-12);
}

TEST(Functions, Hartmann6HasItsMinimumWhereItIsKnown) {
  const std::array minimum = {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573};
  EXPECT_NEAR(hartmann6(minimum), -3.32237, 1e-5);
}

TEST(Functions, RosenbrockIsZeroAtOnes) {
  EXPECT_EQ(rosenbrock(std::array{1.0, 1.0, 1.0, 1.0, 1.0}), 0);
  EXPECT_EQ(rosenbrock(std::array{0.0, 0.0, 0.0}), 2);
  EXPECT_EQ(rosenbrock(std::array{-1.0, 2.0}), 104);
}

TEST(Functions, TasksKnowTheirBestValue) {
  for (const auto& named : function_tasks()) {
    const Task task = named.make();
    EXPECT_EQ(task.name, named.name);
    EXPECT_GT(task.values(task.space.defaults()).at(0), task.best.value()) << task.name;
  }
}

TEST(Conditional, HasItsBestValueInTheBranchThatLooksWorst) {
  const double nan = std::nan("");
  const auto tasks = conditional_tasks();
  const Task cash = tasks[0].make(), network = tasks[1].make();
  const double lr = std::pow(10, -2.5);
  EXPECT_NEAR(cash.values({2, nan, nan, nan, nan, lr, 0.3, 128})[0], 0, 1e-12);
  EXPECT_NEAR(cash.values({0, 10, 0.01, nan, nan, nan, nan, nan})[0], 0.15, 1e-12);
  EXPECT_NEAR(network.values({1, 1e-3, nan, 0.95, 2, 128, 0.2, 64, 0.2, nan, nan})[0], 0, 1e-12);
  double sums[3] = {}, counts[3] = {};
  for (std::uint64_t i = 0; i < 3000; ++i) {
    const Params x = draw(cash.space, Rng{}, i);
    const auto branch = static_cast<std::size_t>(x[0]);
    sums[branch] += cash.values(x)[0];
    counts[branch] += 1;
  }
  EXPECT_GT(sums[2] / counts[2], sums[0] / counts[0]);
  EXPECT_GT(sums[2] / counts[2], sums[1] / counts[1]);
}

}  // namespace
}  // namespace kilter::bench
