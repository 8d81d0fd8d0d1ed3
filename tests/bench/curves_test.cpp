// SPDX-License-Identifier: MIT
#include "bench/tasks/curves.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "bench/tasks/lines.hpp"
#include "tests/bench/data.hpp"

namespace kilter::bench {
namespace {

TEST(Curves, HaveTheSpaceTheSettingsAndTheBestLossOfTheirReference) {
  const auto data = testing::data_folder();
  if (data.empty()) GTEST_SKIP() << "no benchmark data on this machine";
  std::map<std::string, double> best;
  for (const auto& row : read_rows(data / "curves/taskset_rnn/reference.tsv"))
    best[row.at("task")] = number(row.at("best_valid_any_point"));
  const auto tasks = curve_tasks(data);
  EXPECT_EQ(tasks.size(), best.size());
  for (const auto& task : tasks) {
    EXPECT_EQ(task.space.size(), 8u);
    ASSERT_EQ(task.units.size(), task.losses.size());
    double least = task.losses.front().front();
    for (const auto& curve : task.losses) least = std::min(least, *std::min_element(curve.begin(), curve.end()));
    EXPECT_NEAR(least, best.at(task.name), 1e-6) << task.name;
    for (const auto& setting : task.units)
      for (const double x : setting) EXPECT_TRUE(x >= -1e-9 && x <= 1 + 1e-9) << task.name << " " << x;
  }
}

}  // namespace
}  // namespace kilter::bench
