// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "kilter/schedulers/schedulers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/races.hpp"

namespace kilter::testing {
namespace {

Decision judged_by_auto(const Script& script, TrialNumber trial) {
  return make_auto_scheduler()->judge(script.history(), {trial, 0, 0});
}

/// Eight completed trials that fall by 0.1 a step, and end between 0.2 and 0.9.
Script eight_falling() {
  Script script(plain_settings(100));
  for (int i = 0; i < 8; ++i) {
    const double end = 0.2 + 0.1 * i;
    script.trial({end + 0.3, end + 0.2, end + 0.1, end}, {End::completed});
  }
  return script;
}

TEST(AutoScheduler, StopsWhatCannotWinAndSaysWhy) {
  Script script = eight_falling();
  const Decision decision = judged_by_auto(script, script.trial({1.2, 0.95}, {}));
  EXPECT_EQ(decision.verdict, Verdict::stop);
  EXPECT_EQ(
      decision.reason,
      "0.95 at step 2, behind 6 of 8 completed trials there; none gained more than 0.2 from there on, and the best has "
      "0.2");
}

TEST(AutoScheduler, NeverStopsWhatMayStillWin) {
  Script script = eight_falling();
  EXPECT_EQ(judged_by_auto(script, script.trial({0.9, 0.44}, {})).verdict, Verdict::go_on)
      << "0.2 less, and a quarter more, would be the best";
  EXPECT_EQ(judged_by_auto(script, script.trial({0.9, 0.46}, {})).verdict, Verdict::stop);
}

TEST(AutoScheduler, StopsNothingWhereTrialsAreAtTheirEnd) {
  Script script = eight_falling();
  EXPECT_EQ(judged_by_auto(script, script.trial({9, 9, 9}, {})).verdict, Verdict::stop);
  EXPECT_EQ(judged_by_auto(script, script.trial({9, 9, 9, 9}, {})).verdict, Verdict::go_on);
}

TEST(AutoScheduler, IsOffUntilEnoughCurvesAreKnown) {
  Script script(plain_settings(100));
  for (int i = 0; i < 7; ++i)
    script.trial({0.5 + 0.1 * i, 0.4 + 0.1 * i, 0.3 + 0.1 * i, 0.2 + 0.1 * i}, {End::completed});
  EXPECT_EQ(judged_by_auto(script, script.trial({5, 5}, {})).verdict, Verdict::go_on);
}

TEST(AutoScheduler, WarmsUpUntilTheOrderAgreesWithTheEnd) {
  Script script(plain_settings(100));
  for (int i = 0; i < 8; ++i) script.trial({1 - 0.1 * i, 1 - 0.1 * i, 0.3 + 0.1 * i, 0.2 + 0.1 * i}, {End::completed});
  const auto trial = script.trial({5, 5}, {});
  EXPECT_EQ(judged_by_auto(script, trial).verdict, Verdict::go_on) << "at step 2 the order is the reverse one";
  script.report(trial, 3, 5);
  EXPECT_EQ(judged_by_auto(script, trial).verdict, Verdict::stop);
}

TEST(AutoScheduler, LetsOneLosingTrialInTwentyGoOn) {
  Script script = eight_falling();
  while (script.history().next() < 19) script.trial({0.5, 0.5, 0.5, 0.5}, {End::completed});
  EXPECT_EQ(judged_by_auto(script, script.trial({9, 9, 9}, {})).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_auto(script, script.trial({9, 9, 9}, {})).verdict, Verdict::stop);
}

}  // namespace
}  // namespace kilter::testing
