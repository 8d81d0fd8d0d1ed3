// SPDX-License-Identifier: MIT
#include "kilter/space/count.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace kilter {
namespace {

Parameter make(std::string_view name, std::string_view range, std::string when = "") {
  Parameter p = parse_range(name, range);
  p.when = std::move(when);
  return p;
}

TEST(Count, IsAProductOverIndependentParameters) {
  EXPECT_EQ(count(Space()), 1u);
  EXPECT_EQ(count(Space({make("a", "int(1,6)"), make("b", "choice(x,y)"), make("c", "fixed(1)"), make("d", "bool")})),
            24u);
  EXPECT_EQ(count(Space({make("a", "int(1,6) or 0")})), 7u);
}

TEST(Count, IsASumOverBranches) {
  EXPECT_EQ(count(Space({make("o", "choice(sgd,adam,none)"), make("m", "int(1,4)", "o == 'sgd'"),
                         make("n", "bool", "m > 2"), make("b", "int(1,10)", "o == 'adam'")})),
            (2u + 2 * 2) + 10 + 1);
}

TEST(Count, IsInfiniteOnlyWhereAContinuousRangeCanBeActive) {
  EXPECT_EQ(count(Space({make("x", "float(0,1)")})), std::nullopt);
  EXPECT_EQ(count(Space({make("o", "bool"), make("x", "float(0,1)", "o")})), std::nullopt);
  EXPECT_EQ(count(Space({make("o", "bool"), make("x", "float(0,1)", "o and not o")})), 2u);
  EXPECT_EQ(count(Space({make("o", "bool"), make("x", "float(3,3)")})), 2u);
  EXPECT_EQ(count(Space({make("o", "bool"), make("x", "float(0,1)", "o")}, {{"never", "not o"}})), 1u);
}

TEST(Count, TriesConstraintsAndGraphs) {
  EXPECT_EQ(count(Space({make("a", "int(1,10)"), make("b", "int(1,10)")}, {{"r", "a < b"}})), 45u);
  EXPECT_EQ(count(Space({make("a", "bool"), make("b", "bool"), make("c", "int(1,5)", "a and b")})), 3u + 5);
  EXPECT_EQ(count(Space({make("a", "int(0,1)"), make("b", "int(0,1)")}, {{"r", "a + b == 3"}})), 0u);
}

TEST(Count, KeepsGroupsApart) {
  // 20 pairs of 3 allowed rows each: together far more than can be tried, but each pair is tried alone.
  std::vector<Parameter> parameters;
  std::vector<Constraint> constraints;
  for (int i = 0; i < 20; ++i) {
    parameters.push_back(make(fmt::format("a{}", i), "bool"));
    parameters.push_back(make(fmt::format("b{}", i), "bool"));
    constraints.push_back({fmt::format("r{}", i), fmt::format("a{} or b{}", i, i)});
  }
  EXPECT_EQ(count(Space(parameters, constraints)), 3486784401u);
}

TEST(Count, SaturatesAndBoundsFromAbove) {
  constexpr std::uint64_t cap = std::uint64_t{1} << 63;
  EXPECT_EQ(count(Space({make("a", "int(1,10000000000)"), make("b", "int(1,10000000000)")})), cap);
  EXPECT_EQ(count(Space({make("a", "int(1,2000)"), make("b", "int(1,2000)")}, {{"r", "a < b"}})), 4000000u);
  EXPECT_EQ(count(Space({make("a", "int(1,1000000000)")})), 1000000000u);
}

TEST(Count, IsQuickOnLongChains) {
  std::vector<Parameter> parameters = {make("p0", "int(1,3)")};
  for (int i = 1; i < 60; ++i)
    parameters.push_back(make(fmt::format("p{}", i), "int(1,3)", fmt::format("p{} > 1", i - 1)));
  // c(n) = 1 + 2 c(n - 1), c(1) = 3: 2^(n + 1) - 1.
  EXPECT_EQ(count(Space(parameters)), (std::uint64_t{1} << 61) - 1);
}

}  // namespace
}  // namespace kilter
