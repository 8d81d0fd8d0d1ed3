// SPDX-License-Identifier: MIT
#include "bench/tasks/bbob.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "bench/tasks/lines.hpp"
#include "kilter/base/text.hpp"
#include "tests/bench/data.hpp"

namespace kilter::bench {
namespace {

std::vector<double> numbers(std::string_view text) {
  std::vector<double> all;
  for (const auto one : split(text, ' ')) all.push_back(number(one));
  return all;
}

int after(const std::string& id, const std::string& letter) {
  return static_cast<int>(number(
      id.substr(id.find("_" + letter) + 2, id.find('_', id.find("_" + letter) + 1) - id.find("_" + letter) - 2)));
}

TEST(Bbob, BestPointsHaveTheBestValue) {
  for (int function = 1; function <= 24; ++function)
    for (const std::size_t dimension : {2u, 5u}) {
      const Bbob bbob(function, 1, dimension);
      EXPECT_NEAR(bbob(bbob.best_point()), bbob.best_value(), 1e-6) << function;
      EXPECT_GT(bbob(std::vector<double>(dimension, 4.9)), bbob.best_value()) << function;
    }
}

TEST(Bbob, MeetsRecordedValues) {
  EXPECT_NEAR(Bbob(1, 1, 2)(std::vector{1.251, 3.9721}), 106.78201845, 1e-9);
  EXPECT_NEAR(Bbob(4, 2, 2)(std::vector{-2.324, 3.8033}), 344.141009579, 1e-8);
  EXPECT_NEAR(Bbob(9, 3, 2)(std::vector{0.9029, 1.8368}), 385.938908601, 1e-8);
}

TEST(Bbob, MeetsAllCheckValues) {
  const auto data = testing::data_folder();
  if (data.empty()) GTEST_SKIP() << "no benchmark data on this machine";
  int checked = 0;
  for (const auto& row : read_rows(data / "functions" / "bbob_vectors.tsv.gz")) {
    const std::string& id = row.at("id");
    const Bbob bbob(after(id, "f"), after(id, "i"), static_cast<std::size_t>(number(row.at("dim"))));
    EXPECT_NEAR(bbob.best_value(), number(row.at("best_value")), 1e-9) << id;
    const double expected = number(row.at("f"));
    EXPECT_NEAR(bbob(numbers(row.at("x"))), expected, 1e-9 * std::max(1.0, std::abs(expected))) << id;
    ++checked;
  }
  EXPECT_GT(checked, 500);
}

TEST(Bbob, PairsMeetAllCheckValues) {
  const auto data = testing::data_folder();
  if (data.empty()) GTEST_SKIP() << "no benchmark data on this machine";
  int checked = 0;
  for (const auto& row : read_rows(data / "functions" / "bbob_biobj_vectors.tsv.gz")) {
    const std::string& id = row.at("id");
    const auto [left, right] =
        bbob_pair(after(id, "f"), after(id, "i"), static_cast<std::size_t>(number(row.at("dim"))));
    const auto x = numbers(row.at("x")), expected = numbers(row.at("f"));
    EXPECT_NEAR(left(x), expected[0], 1e-9 * std::max(1.0, std::abs(expected[0]))) << id;
    EXPECT_NEAR(right(x), expected[1], 1e-9 * std::max(1.0, std::abs(expected[1]))) << id;
    ++checked;
  }
  EXPECT_GT(checked, 600);
}

}  // namespace
}  // namespace kilter::bench
