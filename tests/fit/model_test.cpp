// SPDX-License-Identifier: MIT
#include "kilter/fit/model.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <fstream>

#include "kilter/base/error.hpp"
#include "kilter/fit/baselines.hpp"
#include "kilter/fit/confirmation.hpp"
#include "tests/fit/tables.hpp"

namespace kilter::fit {
namespace {

/// y is whether x lies inside (-0.5, 0.5), or the category says so.
Table example() {
  return table_of("x,c,y", 300, [](int i) {
    const double x = (i * 37 % 200 - 100) / 100.0;
    return fmt::format("{},k{},{}", x, i % 11, std::abs(x) < 0.5 || i % 11 == 3 ? "yes" : "no");
  });
}

Settings settings() {
  return {{"learning_rate", 0.04},     {"batch_size", std::int64_t{32}},    {"layers", std::int64_t{2}},
          {"width", std::int64_t{32}}, {"activation", std::string("selu")}, {"dropout", 0.0},
          {"weight_decay", 0.01}};
}

class ModelTest : public testing::Test {
 protected:
  ModelTest() { std::filesystem::create_directories(folder_); }
  ~ModelTest() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("kilter-model-" + std::to_string(getpid()));
};

TEST_F(ModelTest, LearnsBeatsALineAndIsReadBackToTheBit) {
  const auto problem = make_problem(example(), nullptr, {.target = "y", .folds = 3, .minutes = 0.1});
  auto confirmed = confirm(problem, settings(), 1, 2, [] { return true; });
  ASSERT_EQ(confirmed.model.members.size(), 3u);
  const auto to_beat = baselines(problem, make_parts(problem, problem.seed), true);
  ASSERT_EQ(to_beat.size(), 2u);
  EXPECT_NEAR(to_beat[0].validation, 0.5, 1e-9);
  const auto expected = answers(confirmed.model, problem.locked);
  EXPECT_GT(problem.task.score_of(expected, problem.locked), 0.95);
  EXPECT_GT(problem.task.score_of(expected, problem.locked), to_beat[1].test[0].second + 0.1);
  save(confirmed.model, folder_ / "model");
  Model again = load(folder_ / "model");
  EXPECT_EQ(again.task.classes, problem.task.classes);
  EXPECT_EQ(answers(again, again.encoding.encode(example())),
            answers(confirmed.model, problem.encoding.encode(example())));
}

TEST_F(ModelTest, WhateverTheNumberOfJobs) {
  const auto problem = make_problem(example(), nullptr, {.target = "y", .folds = 3, .minutes = 0.1});
  auto one = confirm(problem, settings(), 1, 1, [] { return true; });
  auto three = confirm(problem, settings(), 1, 3, [] { return true; });
  EXPECT_EQ(answers(one.model, problem.locked), answers(three.model, problem.locked));
}

TEST_F(ModelTest, DamagedFilesAreSaidToBe) {
  EXPECT_THROW(load(folder_ / "none"), Error);
  for (const char* bytes : {"", "KILTER MODEL 1\n", "KILTER MODEL 1\n{}\n", "KILTER MODEL 1\nnot json\n", "PK"}) {
    std::ofstream(folder_ / "bad") << bytes;
    EXPECT_THROW(load(folder_ / "bad"), Error) << bytes;
  }
}

}  // namespace
}  // namespace kilter::fit
