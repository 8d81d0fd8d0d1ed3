// SPDX-License-Identifier: MIT
#include "kilter/samplers/tried.hpp"

#include <gtest/gtest.h>

#include "kilter/samplers/untried.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

Settings tried_settings(Space space) {
  Settings settings{.goals = {{"loss"}}, .space = std::move(space)};
  return settings;
}

Proposed proposed(TrialNumber trial, std::string params) {
  return {.trial = trial, .params = std::move(params), .basis = 1, .by = "test/1", .note = {}, .reason = {}};
}

void add(Script& script, const std::string& params) {
  const TrialNumber trial = script.history().next();
  script.take(Added{.trial = trial, .given = {}, .repeats = {}, .from = {}});
  script.take(proposed(trial, params));
  script.start(trial, 1);
}

TEST(Tried, HasWhatRunsWhatEndedAndWhatFailed) {
  const Space space({parse_range("n", "int(1,9)")});
  Script script(tried_settings(space));
  for (int i = 1; i <= 3; ++i) add(script, "{\"n\":" + std::to_string(i) + "}");
  script.end(1);
  script.end(2, End::failed);
  Tried tried;
  tried.read(script.history());
  for (const double n : {1.0, 2.0, 3.0}) EXPECT_TRUE(tried.has(space, {n})) << n;
  EXPECT_FALSE(tried.has(space, {4}));
}

TEST(Tried, GoesBackInTime) {
  const Space space({parse_range("n", "int(1,9)")});
  Script script(tried_settings(space));
  add(script, "{\"n\":1}");
  const Revision early = script.history().revision();
  add(script, "{\"n\":2}");
  Tried tried;
  tried.read(script.history());
  EXPECT_TRUE(tried.has(space, {2}));
  tried.read(upto(script.history(), early));
  EXPECT_FALSE(tried.has(space, {2}));
  EXPECT_TRUE(tried.has(space, {1}));
}

// What a row is called changes while its program asks for more parameters.
TEST(Tried, FollowsARowThatGrows) {
  Script script(tried_settings(Space({parse_range("n", "int(1,9)")})));
  add(script, "{\"n\":1}");
  Tried warm;
  warm.read(script.history());
  const Key before = warm.digest();
  script.take(Assigned{{0, 0, 0}, "m", to_json(parse_range("m", "int(1,9)")), "5", script.history().revision()});
  warm.read(script.history());
  Tried cold;
  cold.read(script.history());
  EXPECT_EQ(warm.digest(), cold.digest());
  EXPECT_NE(warm.digest(), before);
  const Space& space = script.history().settings().space;
  EXPECT_TRUE(warm.has(space, {1, 5}));
  EXPECT_FALSE(warm.has(space, {1}));
}

TEST(Tried, TwoOfTheSameAreOne) {
  const Space space({parse_range("n", "int(1,9)")});
  Script script(tried_settings(space));
  add(script, "{\"n\":1}");
  Tried tried;
  tried.read(script.history());
  const Key once = tried.digest();
  add(script, "{\"n\":1}");
  tried.read(script.history());
  EXPECT_EQ(tried.digest(), once);
}

TEST(Tried, AParameterAddedLaterHadTheValueItSays) {
  Script script(tried_settings(Space({parse_range("n", "int(1,9)")})));
  add(script, "{\"n\":1}");
  Parameter later = parse_range("m", "int(0,9)");
  later.was = std::int64_t{3};
  const Settings wider = tried_settings(Space({parse_range("n", "int(1,9)"), later}));
  script.take(changed(wider));
  Tried tried;
  tried.read(script.history());
  EXPECT_TRUE(tried.has(wider.space, {1, 3}));
  EXPECT_FALSE(tried.has(wider.space, {1, 4}));
}

TEST(Untried, FindsTheOneThatIsLeft) {
  const Space space({parse_range("n", "int(1,1000)"), parse_range("b", "bool")});
  Script script(tried_settings(space));
  for (int n = 1; n <= 1000; ++n)
    for (const char* b : {"true", "false"})
      if (n != 617 || *b == 't') add(script, "{\"n\":" + std::to_string(n) + ",\"b\":" + b + "}");
  Tried tried;
  tried.read(script.history());
  Untried untried;
  for (std::uint64_t number = 0; number < 5; ++number)
    EXPECT_EQ(untried.find(space, Rng{1, number}, {}, tried), (Params{617, 0}));
  add(script, R"({"n":617,"b":false})");
  tried.read(script.history());
  EXPECT_FALSE(untried.find(space, Rng{1, 9}, {}, tried));
}

TEST(Given, WhatItDecides) {
  Parameter child = parse_range("x", "float(0,1)");
  child.when = "b";
  const Space space({parse_range("b", "bool"), child});
  const double absent = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(any({absent, absent}));
  EXPECT_TRUE(any({absent, 0.5}));
  EXPECT_TRUE(decided(space, {0})) << "x is inactive";
  EXPECT_FALSE(decided(space, {1}));
  EXPECT_TRUE(decided(space, {1, 0.5}));
  EXPECT_FALSE(decided(space, {absent, 0.5}));
}

}  // namespace
}  // namespace kilter::testing
