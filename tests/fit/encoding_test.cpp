// SPDX-License-Identifier: MIT
#include "kilter/fit/encoding.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/fit/tables.hpp"

namespace kilter::fit {
namespace {

std::vector<std::size_t> all(const Table& table) {
  std::vector<std::size_t> rows(table.rows);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

TEST(Encoding, NumbersAreCentredScaledAndBent) {
  const auto table = table_of("x,y", 101, [](int i) { return fmt::format("{},{}", 100 + i * 2, i % 2); });
  const Encoding encoding(table, "y", all(table));
  EXPECT_EQ(encoding.form(1).numbers, 1u);
  const auto data = encoding.encode(table);
  EXPECT_EQ(data.numbers[50], 0);
  // An interquartile range above the median: 1 / sqrt(1 + 1/9).
  EXPECT_NEAR(data.numbers[100], 1 / std::sqrt(1 + 1.0 / 9), 1e-6);
  const auto far = encoding.encode(table_as("x,y\n1e12,0\n1,1\n", encoding.types()));
  EXPECT_NEAR(far.numbers[0], 3, 1e-5);
}

TEST(Encoding, EmptyCellsAreTheMedianAndFlagged) {
  const auto table = table_of("x,y", 40, [](int i) { return i % 4 == 0 ? ",1" : fmt::format("{},0", i % 10 + 0.5); });
  const Encoding encoding(table, "y", all(table));
  ASSERT_EQ(encoding.form(1).numbers, 2u);
  const auto data = encoding.encode(table);
  EXPECT_EQ(data.numbers[0], 0);
  EXPECT_EQ(data.numbers[1], 1);
  EXPECT_EQ(data.numbers[3], 0);
}

TEST(Encoding, FewCategoriesAreInputsManyAreVectors) {
  const auto table = table_of("two,few,many,y", 200, [](int i) {
    return fmt::format("{},f{},m{},{}", i % 2 ? "a" : "b", i % 5, i % 20, i % 3);
  });
  const Encoding encoding(table, "y", all(table));
  const auto form = encoding.form(3);
  EXPECT_EQ(form.numbers, 1u + 5u);
  EXPECT_EQ(form.categories, std::vector<std::size_t>{20});
  const auto known = encoding.encode(table_as("two,few,many,y\nb,f2,m3,0\nc,f9,m99,1\n", encoding.types()));
  EXPECT_EQ(std::abs(known.numbers[0]), 1);
  EXPECT_EQ(std::accumulate(known.numbers.begin() + 1, known.numbers.begin() + 6, 0.0f), 1);
  EXPECT_GT(known.codes[0], 0);
}

TEST(Encoding, LearnsFromTheRowsItIsGivenAlone) {
  const auto table = table_of("x,y", 60, [](int i) { return fmt::format("{},{}", i < 30 ? i : 1000 * i, i % 2); });
  std::vector<std::size_t> first(30);
  std::iota(first.begin(), first.end(), std::size_t{0});
  EXPECT_EQ(Encoding(table, "y", first).inputs().front().centre, 14.5);
}

}  // namespace
}  // namespace kilter::fit
