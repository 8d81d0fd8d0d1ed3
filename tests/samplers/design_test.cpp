// SPDX-License-Identifier: MIT
#include "kilter/samplers/design.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kilter/space/encoding.hpp"

namespace kilter::testing {
namespace {

Space cube(int dimensions) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < dimensions; ++i) parameters.push_back(parse_range("x" + std::to_string(i), "float(0,1)"));
  return Space(parameters);
}

double smallest_distance(const Design& design, std::uint32_t points) {
  double smallest = 1e9;
  for (std::uint32_t a = 0; a < points; ++a)
    for (std::uint32_t b = 0; b < a; ++b) {
      const Params x = design.at(a), y = design.at(b);
      double distance = 0;
      for (std::size_t j = 0; j < x.size(); ++j) distance += (x[j] - y[j]) * (x[j] - y[j]);
      smallest = std::min(smallest, distance);
    }
  return smallest;
}

TEST(Design, EachPrefixOfAPowerOfTwoFillsEachAxis) {
  const Design design(cube(5), 7, {});
  for (const unsigned bits : {3u, 4u, 6u})
    for (std::size_t j = 0; j < 5; ++j) {
      std::set<int> cells;
      for (std::uint32_t i = 0; i < 1u << bits; ++i) cells.insert(static_cast<int>(design.at(i)[j] * (1 << bits)));
      EXPECT_EQ(cells.size(), std::size_t{1} << bits) << "axis " << j;
    }
}

TEST(Design, TakesTheScramblingWithTheWidestStart) {
  double one = 0, many = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    one += smallest_distance(Design(cube(3), seed, {.scramblings = 1}), 16);
    const double best = smallest_distance(Design(cube(3), seed, {}), 16);
    EXPECT_GT(best, 0.01) << "seed " << seed;
    many += best;
  }
  EXPECT_GT(many, 1.5 * one);
}

TEST(Design, ChoicesComeEquallyOftenAtFirst) {
  const Space space({parse_range("a", "choice(p,q,r)"), parse_range("b", "choice(1,2,3,4,5,6,7)"),
                     parse_range("c", "bool"), parse_range("x", "float(0,1)")});
  const Design design(space, 3, {});
  for (std::size_t j = 0; j < 3; ++j) {
    std::map<double, int> times;
    for (std::uint32_t i = 0; i < 16; ++i) ++times[design.at(i)[j]];
    const int choices = static_cast<int>(levels(space[j]));
    ASSERT_EQ(times.size(), static_cast<std::size_t>(choices));
    for (const auto& [code, count] : times) {
      EXPECT_GE(count, 16 / choices) << space[j].name;
      EXPECT_LE(count, (16 + choices - 1) / choices) << space[j].name;
    }
  }
}

// Which choice gets one more must not always be the first.
TEST(Design, NoChoiceIsPreferred) {
  const Space space({parse_range("a", "choice(p,q,r)"), parse_range("x", "float(0,1)")});
  std::map<double, int> more;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Design design(space, seed, {.scramblings = 1});
    std::map<double, int> times;
    for (std::uint32_t i = 0; i < 16; ++i) ++times[design.at(i)[0]];
    for (const auto& [code, count] : times) more[code] += count == 6;
  }
  for (const double code : {0.0, 1.0, 2.0}) EXPECT_NEAR(more[code], 100, 35) << code;
}

TEST(Design, AConditionShiftsNobodysCoordinates) {
  Parameter child = parse_range("child", "float(0,1)");
  child.when = "b";
  const Space with({parse_range("b", "bool"), child, parse_range("x", "float(0,1)")});
  const Design design(with, 1, {});
  std::set<int> cells;
  for (std::uint32_t i = 0; i < 16; ++i) {
    const Params params = design.at(i);
    EXPECT_EQ(std::isnan(params[1]), params[0] == 0);
    cells.insert(static_cast<int>(params[2] * 16));
  }
  EXPECT_EQ(cells.size(), 16u);
}

TEST(Design, MoreDimensionsThanTheTable) {
  const Design design(cube(1500), 1, {.scramblings = 1});
  const Params params = design.at(5);
  EXPECT_EQ(params.size(), 1500u);
  int same = 0;
  for (std::size_t j = 0; j + 1024 < 1500; ++j) same += params[j] == params[j + 1024];
  EXPECT_EQ(same, 0);
}

}  // namespace
}  // namespace kilter::testing
