// SPDX-License-Identifier: MIT
#include "kilter/table/kind.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "kilter/base/error.hpp"
#include "kilter/table/census.hpp"

namespace kilter {
namespace {

template <class Cell>
ColumnType type(const std::string& name, int rows, const Cell& cell, std::optional<ColumnKind> wanted = {}) {
  Census census;
  for (int i = 0; i < rows; ++i) census.take(cell(i));
  return type_of(name, census, wanted);
}

TEST(Kind, NumbersDatesYesNoAndCategories) {
  EXPECT_EQ(type("x", 30, [](int i) { return fmt::format("{}", 0.5 * i); }).kind, ColumnKind::number);
  EXPECT_EQ(type("x", 30, [](int i) { return std::to_string(i % 2); }).kind, ColumnKind::yes_no);
  EXPECT_EQ(type("x", 30, [](int i) { return std::string(i % 3 ? "no" : "yes"); }).kind, ColumnKind::yes_no);
  EXPECT_EQ(type("x", 30, [](int i) { return std::string(1, static_cast<char>('a' + i % 4)); }).kind,
            ColumnKind::category);
  EXPECT_EQ(type("x", 30, [](int i) { return fmt::format("2026-01-{:02}", 1 + i % 28); }).kind, ColumnKind::date);
}

TEST(Kind, CategoriesStandByFrequency) {
  const auto found = type("x", 31, [](int i) { return std::string(i % 3 == 0 ? "rare" : i % 3 == 1 ? "b" : "b"); });
  EXPECT_EQ(found.categories, (std::vector<std::string>{"b", "rare"}));
  EXPECT_EQ(value_in(found, " rare "), 1);
  EXPECT_TRUE(std::isnan(value_in(found, "unknown")));
  EXPECT_TRUE(std::isnan(value_in(found, "?")));
}

TEST(Kind, WhatIsNoInputIsSaidWithItsReason) {
  auto found = type("customer", 30, [](int i) { return fmt::format("C{:05}", 7 * i); });
  EXPECT_EQ(found.kind, ColumnKind::identifier);
  EXPECT_EQ(found.why, "different in every row");
  EXPECT_EQ(type("row", 30, [](int i) { return std::to_string(100 + i); }).why, "counts the rows");
  EXPECT_EQ(type("user_id", 30, [](int i) { return std::to_string(100 + i * i); }).kind, ColumnKind::identifier);
  EXPECT_EQ(type("income", 30, [](int i) { return std::to_string(100 + i * i); }).kind, ColumnKind::number);
  EXPECT_EQ(type("x", 30, [](int) { return "7"; }).why, "\"7\" in every row");
  EXPECT_EQ(type("x", 30, [](int) { return "NA"; }).why, "empty in every row");
  found = type("review", 30, [](int i) { return fmt::format("this is the long review number {}", i); });
  EXPECT_EQ(found.kind, ColumnKind::text);
  EXPECT_FALSE(usable(found.kind));
}

TEST(Kind, DecimalCommasAndThousands) {
  auto found = type("x", 30, [](int i) { return fmt::format("{},{}5", i, i % 7); });
  EXPECT_EQ(found.kind, ColumnKind::number);
  EXPECT_EQ(value_in(found, "2,25"), 2.25);
  found = type("x", 30, [](int i) { return i % 2 ? fmt::format("{},{:03}", i, i) : std::to_string(i); });
  EXPECT_EQ(value_in(found, "1,234"), 1234);
}

TEST(Kind, AFewWordsAmongNumbersCountAsEmpty) {
  const auto cell = [](int i) { return i == 50 ? std::string("unknown") : std::to_string(3 * (i % 40)); };
  const auto found = type("x", 100, cell);
  EXPECT_EQ(found.kind, ColumnKind::number);
  EXPECT_EQ(found.why, "1 cells are no numbers, as \"unknown\", and count as empty");
  EXPECT_TRUE(std::isnan(value_in(found, "unknown")));
}

TEST(Kind, TheUserHasTheLastWord) {
  const auto grades = [](int i) { return std::to_string(1 + i % 5); };
  EXPECT_EQ(type("grade", 30, grades).kind, ColumnKind::number);
  const auto found = type("grade", 30, grades, ColumnKind::category);
  EXPECT_EQ(found.kind, ColumnKind::category);
  EXPECT_EQ(found.categories.size(), 5u);
  EXPECT_THROW(type("x", 30, [](int i) { return i % 2 ? "a" : "b"; }, ColumnKind::number), Error);
}

}  // namespace
}  // namespace kilter
