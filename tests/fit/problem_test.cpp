// SPDX-License-Identifier: MIT
#include "kilter/fit/problem.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/fit/tables.hpp"

namespace kilter::fit {
namespace {

/// x differs in every row, and so tells a row from all others; y is near 3 x.
Table line_of(int rows, int outlier = -1) {
  return table_of("x,y", rows, [&](int i) {
    const double y = 3 * i + (i * 37 % 11) + 0.25;
    return fmt::format("{}.5,{}", i, i == outlier ? 1e6 : y);
  });
}

std::set<float> xs(const nn::Data& data) { return {data.numbers.begin(), data.numbers.end()}; }

TEST(Problem, TrainsAndValidatesOnNoLockedRow) {
  const Problem problem = make_problem(line_of(200), nullptr, {.target = "y"});
  EXPECT_EQ(problem.open.rows + problem.locked.rows, 200u);
  EXPECT_EQ(problem.locked.rows, 30u);
  const auto locked = xs(problem.locked);
  ASSERT_EQ(locked.size(), 30u);
  const auto parts = make_parts(problem, 1);
  ASSERT_EQ(parts.size(), 5u);
  for (const auto& part : parts) {
    EXPECT_EQ(part.training.rows + part.validation.rows, 170u);
    for (const auto* data : {&part.training, &part.validation})
      for (const float x : xs(*data)) EXPECT_FALSE(locked.contains(x)) << x;
    for (const float x : xs(part.validation)) EXPECT_FALSE(xs(part.training).contains(x)) << x;
  }
}

TEST(Problem, LearnsNoScaleFromALockedRow) {
  const Problem plain = make_problem(line_of(200), nullptr, {.target = "y"});
  int locked = 0, open = 0;
  for (int i = 0; i < 200; i += 7) {
    const Problem problem = make_problem(line_of(200, i), nullptr, {.target = "y"});
    const bool is_open = std::ranges::count(problem.open_targets, 1e6) > 0;
    (is_open ? open : locked) += 1;
    EXPECT_EQ(problem.task.high > 1e5, is_open) << "row " << i;
    EXPECT_EQ(problem.task.mean > 2 * plain.task.mean, is_open) << "row " << i;
  }
  EXPECT_GT(locked, 0);
  EXPECT_GT(open, 0);
}

}  // namespace
}  // namespace kilter::fit
