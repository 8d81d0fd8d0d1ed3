// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "kilter/base/error.hpp"
#include "kilter/samplers/refinement.hpp"
#include "kilter/samplers/samplers.hpp"
#include "kilter/space/key.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

Settings grid_settings(Space space) {
  Settings settings{.goals = {{"loss"}}, .space = std::move(space)};
  return settings;
}

std::vector<Params> all(const Space& space, const GridOptions& options, int most = 100'000) {
  Script script(grid_settings(space));
  const auto sampler = make_grid(options);
  std::vector<Params> rows;
  for (int i = 0; i < most; ++i) {
    auto asked = script.ask(*sampler);
    if (!asked.proposal) break;
    rows.push_back(std::move(asked.proposal->params));
  }
  return rows;
}

std::vector<double> codes(const Axis& axis, const Parameter& parameter) {
  std::vector<double> codes;
  for (std::uint64_t i = 0; i < axis.size(); ++i) codes.push_back(axis.code(parameter, i));
  return codes;
}

TEST(Refinement, LevelsContainOneAnother) {
  const Space space({parse_range("x", "float(0,1)"), parse_range("a", "choice(p,q)"), parse_range("n", "int(1,4)"),
                     parse_range("d", "float(0.1,0.9) or 0")});
  const Refinement refinement(space, {.points = 9});
  ASSERT_EQ(refinement.levels(), 3);
  EXPECT_EQ(codes(refinement.axes(1)[0], space[0]), (std::vector<double>{0, 0.5, 1}));
  EXPECT_EQ(codes(refinement.axes(2)[0], space[0]), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(refinement.axes(3)[0].size(), 9u);
  EXPECT_EQ(refinement.axes(1)[1].size(), 2u) << "all choices from the start";
  EXPECT_EQ(codes(refinement.axes(1)[2], space[2]), (std::vector<double>{1, 3, 4}));
  EXPECT_EQ(codes(refinement.axes(2)[2], space[2]), (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(codes(refinement.axes(1)[3], space[3]), (std::vector<double>{0.1, 0.5, 0.9, 0})) << "what stands beside";
  for (int points = 1; points <= 40; ++points) {
    const Space line({parse_range("x", "float(0,1)")});
    const Refinement r(line, {.points = points});
    EXPECT_EQ(r.axes(r.levels())[0].size(), static_cast<std::size_t>(points));
    for (int level = 1; level < r.levels(); ++level) {
      const auto coarse = codes(r.axes(level)[0], line[0]), fine = codes(r.axes(level + 1)[0], line[0]);
      EXPECT_TRUE(std::includes(fine.begin(), fine.end(), coarse.begin(), coarse.end())) << points << ", " << level;
      EXPECT_LT(coarse.size(), fine.size());
    }
  }
}

TEST(Refinement, PointsAreSpacedOnTheParametersScale) {
  const Space space({parse_range("lr", "log(1e-4,1)"), parse_range("n", "int(1,1000)")});
  const Refinement refinement(space, {.points = 5, .numbers = {{"n", 2}}});
  const auto rates = codes(refinement.axes(2)[0], space[0]);
  ASSERT_EQ(rates.size(), 5u);
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(rates[static_cast<std::size_t>(i)], std::pow(10.0, i - 4), 1e-12);
  EXPECT_EQ(codes(refinement.axes(2)[1], space[1]), (std::vector<double>{1, 1000}));
}

TEST(Grid, CoarseFirstThenFinerAndEachPointOnce) {
  const Space space(
      {parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)"), parse_range("a", "choice(p,q,r)")});
  const auto rows = all(space, {});
  ASSERT_EQ(rows.size(), 75u);
  const auto coarse = [](const Params& row) {
    return (row[0] == 0 || row[0] == 0.5 || row[0] == 1) && (row[1] == 0 || row[1] == 0.5 || row[1] == 1);
  };
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(coarse(rows[i]), i < 27) << i;
  EXPECT_EQ(std::set<Params>(rows.begin(), rows.end()).size(), 75u);
}

TEST(Grid, EachBeginningCoversEachAxis) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 8; ++i) parameters.push_back(parse_range("x" + std::to_string(i), "float(0,1)"));
  const auto rows = all(Space(parameters), {.points = 3}, 12);
  for (std::size_t j = 0; j < 8; ++j)
    for (const double value : {0.0, 0.5, 1.0}) {
      const auto times = std::count_if(rows.begin(), rows.end(), [&](const Params& row) { return row[j] == value; });
      EXPECT_GE(times, 2) << "axis " << j << " at " << value;
      EXPECT_LE(times, 6) << "axis " << j << " at " << value;
    }
}

TEST(Grid, TenToTheFifteenPointsAreNeverWrittenDown) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 15; ++i) parameters.push_back(parse_range("x" + std::to_string(i), "float(0,1)"));
  const Space space(parameters);
  Script script(grid_settings(space));
  const auto sampler = make_grid({.points = 10});
  std::set<Key> keys;
  for (int i = 0; i < 2000; ++i) keys.insert(key(space, script.ask(*sampler).proposal->params));
  EXPECT_EQ(keys.size(), 2000u);
  EXPECT_EQ(script.history().trials()[41].reason, "grid point 42 of 1000000000000000, level 1 of 4");
}

TEST(Grid, MoreThanAnybodyCanCount) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 100; ++i) parameters.push_back(parse_range("x" + std::to_string(i), "float(0,1)"));
  const auto rows = all(Space(parameters), {.points = 10}, 50);
  EXPECT_EQ(std::set<Params>(rows.begin(), rows.end()).size(), 50u);
}

TEST(Grid, InactiveParametersAreNotMultiplied) {
  Parameter child = parse_range("x", "float(0,1)");
  child.when = "opt == 'sgd'";
  EXPECT_EQ(all(Space({parse_range("opt", "choice(adam,sgd,lion)"), child}), {}).size(), 7u);
}

TEST(Grid, ConstraintsLeaveTheRest) {
  const Space space({parse_range("a", "int(1,5)"), parse_range("b", "int(1,5)")}, {{"order", "a < b"}});
  const auto rows = all(space, {});
  EXPECT_EQ(rows.size(), 10u);
  for (const auto& row : rows) EXPECT_LT(row[0], row[1]);
}

TEST(Grid, AConstraintThatNoPointKeepsIsNamed) {
  const Space space({parse_range("a", "float(0,1)"), parse_range("b", "float(0,1)")}, {{"odd", "a + b == 0.3"}});
  EXPECT_TRUE(all(space, {}).empty());
  try {
    all(space, {.points = 5000});
    FAIL() << "25 million points, none of which keeps the constraint";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "none of 4194304 grid points looked at keeps the constraints, the last one broke odd: a + b == 0.3");
  }
}

TEST(Grid, GoesOnAfterAChangeOfTheBudgetAndStartsAnewAfterOneOfTheSpace) {
  const Space narrow({parse_range("a", "choice(p,q,r)")});
  Script script(grid_settings(narrow));
  const auto sampler = make_grid();
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(script.ask(*sampler).proposal);
  Settings more = grid_settings(narrow);
  more.budget.trials = 50;
  script.take(changed(more));
  ASSERT_TRUE(script.ask(*sampler).proposal);
  EXPECT_FALSE(script.ask(*sampler).proposal);
  script.take(changed(grid_settings(Space({parse_range("a", "choice(p,q,r,s,t,u,v,w,x,y,z)")}))));
  std::set<double> later;
  while (const auto proposal = script.ask(*sampler).proposal) later.insert(proposal->params[0]);
  EXPECT_EQ(later.size(), 8u) << "s to z";
  EXPECT_EQ(*later.begin(), 3);
}

TEST(Grid, RefusesOptionsThatMakeNoGrid) {
  const Space space({parse_range("width", "int(1,256)")});
  Script script(grid_settings(space));
  EXPECT_THROW(script.ask(*make_grid({.points = 0})), Error);
  EXPECT_THROW(script.ask(*make_grid({.points = 2'000'000})), Error);
  try {
    script.ask(*make_grid({.numbers = {{"widht", 3}}}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "the grid has 3 points of widht, which is no parameter");
    EXPECT_EQ(error.message().advice, (std::vector<std::string>{"Did you mean width?"}));
  }
}

}  // namespace
}  // namespace kilter::testing
