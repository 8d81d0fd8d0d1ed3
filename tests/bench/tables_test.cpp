// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "bench/tasks/lines.hpp"
#include "bench/tasks/task.hpp"
#include "tests/bench/data.hpp"

namespace kilter::bench {
namespace {

TEST(Tables, HaveTheBestValueThatTheirReferenceNamesWhereItNamesIt) {
  const auto data = testing::data_folder();
  if (data.empty()) GTEST_SKIP() << "no benchmark data on this machine";
  std::map<std::string, Row> reference;
  for (const char* family : {"fcnet", "hpobench_mlp", "nasbench201"})
    for (const auto& row : read_rows(data / "tables" / family / "reference.tsv"))
      reference[std::string(family) + "/" + row.at("task")] = row;
  const auto tasks = table_tasks(data);
  EXPECT_EQ(tasks.size(), reference.size());
  for (const auto& named : tasks) {
    const Task task = named.make();
    const Row& row = reference.at(task.name);
    const double best = number(row.at("best_mean"));
    EXPECT_NEAR(task.best.value(), best, 1e-6 * std::abs(best)) << task.name;
    auto line = static_cast<std::size_t>(number(row.at("best_row")));
    Params params(task.space.size());
    for (std::size_t i = params.size(); i-- > 0;) {
      const auto size = static_cast<std::size_t>(levels(task.space[i]));
      params[i] = static_cast<double>(line % size);
      line /= size;
    }
    EXPECT_EQ(task.values(params).at(0), task.best.value()) << task.name;
  }
}

}  // namespace
}  // namespace kilter::bench
