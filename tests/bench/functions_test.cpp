// SPDX-License-Identifier: MIT
#include "bench/tasks/functions.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numbers>

#include "bench/tasks/task.hpp"

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

}  // namespace
}  // namespace kilter::bench
