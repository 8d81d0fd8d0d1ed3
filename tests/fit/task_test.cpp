// SPDX-License-Identifier: MIT
#include "kilter/fit/task.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/error.hpp"
#include "tests/fit/tables.hpp"

namespace kilter::fit {
namespace {

template <class Cell>
Task task(int rows, const Cell& cell, std::optional<std::string> score = {}, const KindsByName& said = {}) {
  const auto table = table_of("x,y", rows, [&](int i) { return fmt::format("{},{}", 0.5 * i, cell(i)); }, said);
  std::vector<double> targets;
  return make_task(table, "y", score, targets);
}

template <class Cell>
std::string refusal(int rows, const Cell& cell, std::optional<std::string> score = {}) {
  try {
    task(rows, cell, std::move(score));
  } catch (const Error& error) {
    return error.message().headline;
  }
  return "no error";
}

TEST(Task, TwoClassesTheRarerOrTheYesIsPositive) {
  EXPECT_EQ(task(40, [](int i) { return i % 4 ? "No" : "Yes"; }).classes, (std::vector<std::string>{"No", "Yes"}));
  EXPECT_EQ(task(40, [](int i) { return i % 4 ? "Yes" : "No"; }).classes, (std::vector<std::string>{"No", "Yes"}));
  EXPECT_EQ(task(40, [](int i) { return i % 4 ? 1 : 0; }).classes, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(task(40, [](int i) { return i % 4 ? "cat" : "dog"; }).classes, (std::vector<std::string>{"cat", "dog"}));
  EXPECT_EQ(task(40, [](int i) { return i % 2; }).score, "auc");
}

TEST(Task, WholeNumbersAreClassesUnlessTheyLookLikeGrades) {
  EXPECT_EQ(task(100, [](int i) { return i % 10; }).classes.size(), 10u);
  EXPECT_EQ(task(100, [](int i) { return i % 10; }).score, "log_loss");
  const auto grades = [](int i) { return i < 2 ? 1 : i < 30 ? 2 : i < 70 ? 3 : i < 98 ? 4 : 5; };
  EXPECT_FALSE(task(100, grades).of_classes());
  EXPECT_TRUE(task(100, grades, {}, {{"y", ColumnKind::category}}).of_classes());
  EXPECT_FALSE(task(100, [](int i) { return i % 10; }, "rmse").of_classes());
  EXPECT_FALSE(task(100, [](int i) { return 0.1 * i; }).of_classes());
}

TEST(Task, NumbersAreDistancesFromTheMeanAndCutToTheirRange) {
  const auto numbers = task(101, [](int i) { return i + 0.5; });
  EXPECT_DOUBLE_EQ(numbers.mean, 50.5);
  nn::Data data;
  numbers.label(data, {50.5, 50.5 + numbers.deviation});
  EXPECT_EQ(data.values, (std::vector<float>{0, 1}));
  EXPECT_EQ(numbers.readable({0, 100, -100}), (std::vector<double>{50.5, 100.5, 0.5}));
  data.rows = 2;
  EXPECT_NEAR(numbers.score_of({0, 0}, data, "mae"), numbers.deviation / 2, 1e-5);
}

TEST(Task, WhatCannotBeLearntIsASentence) {
  EXPECT_EQ(refusal(40, [](int) { return "No"; }),
            "the target \"y\" is \"No\" in every row, so there is nothing to learn");
  EXPECT_EQ(refusal(40, [](int) { return "NA"; }),
            "the target \"y\" is empty in every row, so there is nothing to learn");
  EXPECT_EQ(refusal(40, [](int) { return 7; }), "the target \"y\" is \"7\" in every row, so there is nothing to learn");
  EXPECT_EQ(refusal(40, [](int i) { return fmt::format("row{}", i); }),
            "the target \"y\" looks like an identifier: different in every row");
  EXPECT_EQ(refusal(90, [](int i) { return fmt::format("c{}", i % 40); }),
            "the target \"y\" has 40 classes in 90 rows, 2.2 rows a class: too few to learn from");
  EXPECT_EQ(refusal(40, [](int i) { return i % 2; }, "acuracy"), "there is no score \"acuracy\"");
  EXPECT_EQ(refusal(
                40, [](int i) { return i % 2 ? "a" : "b"; }, "rmse"),
            "rmse is a score of numbers, and \"y\" is read as classes");
}

}  // namespace
}  // namespace kilter::fit
