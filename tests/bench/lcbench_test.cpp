// SPDX-License-Identifier: MIT
#include "bench/tasks/lcbench.hpp"

#include <gtest/gtest.h>

#include <map>

#include "bench/tasks/lines.hpp"
#include "bench/tasks/task.hpp"
#include "tests/bench/data.hpp"

namespace kilter::bench {
namespace {

TEST(LcBench, MeetsItsCheckValues) {
  const auto data = testing::data_folder();
  if (data.empty()) GTEST_SKIP() << "no benchmark data on this machine";
  const auto folder = data / "surrogates" / "lcbench";
  const LcBench net(folder);
  std::map<std::string, std::size_t> embedding;
  for (const auto& row : read_rows(folder / "tasks.tsv"))
    embedding[row.at("task")] = static_cast<std::size_t>(number(row.at("embedding_row")));
  const std::vector<std::string> outputs = {"time",
                                            "val_accuracy",
                                            "val_cross_entropy",
                                            "val_balanced_accuracy",
                                            "test_cross_entropy",
                                            "test_balanced_accuracy"};
  std::size_t checked = 0;
  for (const auto& row : read_rows(folder / "check.tsv")) {
    std::vector<double> inputs{number(row.at("epoch"))};
    for (const auto& parameter : net.space().parameters()) inputs.push_back(number(row.at(parameter.name)));
    const auto values = net(embedding.at(row.at("task")), inputs);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const double expected = number(row.at(outputs[i]));
      EXPECT_NEAR(values.at(i), expected, 2e-4 * std::abs(expected) + 1e-6) << row.at("task") << " " << outputs[i];
    }
    ++checked;
  }
  EXPECT_GT(checked, 10u);
}

TEST(LcBench, TasksReachTheAccuracyThatALongSearchFound) {
  const auto data = testing::data_folder();
  if (data.empty()) GTEST_SKIP() << "no benchmark data on this machine";
  const auto tasks = surrogate_tasks(data);
  ASSERT_EQ(tasks.size(), 6u);
  const auto rows = read_rows(data / "surrogates" / "lcbench" / "tasks.tsv");
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Task task = tasks[i].make();
    Params params;
    for (const auto& parameter : task.space.parameters())
      params.push_back(number(rows[i].at("best_" + parameter.name)));
    EXPECT_NEAR(task.values(params).at(0), task.best.value(), 1e-3) << task.name;
  }
}

}  // namespace
}  // namespace kilter::bench
