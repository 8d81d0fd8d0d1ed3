// SPDX-License-Identifier: MIT
// The stopping rules that look at one trial alone, or at pairs: percentile, threshold, patience, Wilcoxon.
#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

Settings rule_settings(bool maximize = false) {
  Settings settings = plain_settings(100);
  settings.goals = {{"loss", maximize}};
  settings.budget.full = 10;
  return settings;
}

Decision judged_by(const Script& script, TrialNumber trial, std::unique_ptr<Scheduler> scheduler) {
  return scheduler->judge(script.history(), {trial, 0, 0});
}

TEST(Percentile, KeepsTheBestShare) {
  Script script(rule_settings());
  for (const double loss : {3.0, 1.0, 2.0, 10.0, 4.0}) script.trial({loss, loss});
  const auto good = script.trial({2.0}, {});
  EXPECT_EQ(judged_by(script, good, make_percentile()).verdict, Verdict::go_on) << "the 25th percentile is 2";
  const auto bad = script.trial({2.5}, {});
  EXPECT_EQ(judged_by(script, bad, make_percentile()).reason,
            "2.5 at best up to step 1, while the end of the best 25 % of 5 completed trials was 2 there");
  EXPECT_EQ(judged_by(script, bad, make_percentile({.percentile = 50})).verdict, Verdict::go_on) << "the median is 3";
  EXPECT_THROW(make_percentile({.percentile = 101}), Error);
}

TEST(Threshold, StopsOutsideItsBoundsAndAtNan) {
  Script script(rule_settings());
  const auto trial = script.trial({0.5}, {});
  EXPECT_EQ(judged_by(script, trial, make_threshold({.upper = 0.5})).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by(script, trial, make_threshold({.upper = 0.4})).reason, "0.5 at step 1, above the bound 0.4");
  EXPECT_EQ(judged_by(script, trial, make_threshold({.lower = 0.6})).reason, "0.5 at step 1, below the bound 0.6");
  EXPECT_EQ(judged_by(script, trial, make_threshold({.upper = 0.4, .warmup_steps = 1})).verdict, Verdict::go_on);
  const auto nan = script.trial({std::nan("")}, {});
  EXPECT_EQ(judged_by(script, nan, make_threshold()).verdict, Verdict::stop) << "also without a bound";
  EXPECT_THROW(make_threshold({.lower = 2, .upper = 1}), Error);
}

TEST(Patience, BearsSomeReportsWithoutImprovement) {
  Script script(rule_settings());
  const auto trial = script.trial({0.5, 0.6, 0.6}, {});
  EXPECT_EQ(judged_by(script, trial, make_patience({.patience = 2})).verdict, Verdict::go_on) << "needs four reports";
  EXPECT_EQ(judged_by(script, trial, make_patience({.patience = 1})).reason,
            "no better than 0.5 for 2 reports, up to step 3");
  EXPECT_EQ(judged_by(script, trial, make_patience({.patience = 1, .min_delta = 0.2})).verdict, Verdict::go_on);
  const auto better = script.trial({0.5, 0.6, 0.5}, {});
  EXPECT_EQ(judged_by(script, better, make_patience({.patience = 1})).verdict, Verdict::go_on) << "as good is no lag";
  EXPECT_THROW(make_patience({.patience = -1}), Error);
}

TEST(Patience, TurnsWithTheGoal) {
  Script script(rule_settings(true));
  const auto falls = script.trial({0.5, 0.4, 0.4}, {});
  EXPECT_EQ(judged_by(script, falls, make_patience({.patience = 1})).verdict, Verdict::stop);
  const auto rises = script.trial({0.5, 0.6, 0.7}, {});
  EXPECT_EQ(judged_by(script, rises, make_patience({.patience = 1})).verdict, Verdict::go_on);
}

TEST(Patience, LeavesTheLastWordToWhatItWraps) {
  Script script(rule_settings());
  const auto trial = script.trial({0.5, 0.6, 0.6}, {});
  const PatienceOptions once{.patience = 1};
  EXPECT_EQ(judged_by(script, trial, make_patience(once, make_threshold({.upper = 0.7}))).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by(script, trial, make_patience(once, make_threshold({.upper = 0.55}))).verdict, Verdict::stop);
  const auto improving = script.trial({0.9, 0.8, 0.7}, {});
  EXPECT_EQ(judged_by(script, improving, make_patience(once, make_threshold({.upper = 0.55}))).verdict, Verdict::go_on);
}

TEST(Wilcoxon, StopsWhatIsWorseStepByStep) {
  Script script(rule_settings());
  script.trial({0.1, 0.2, 0.1, 0.3, 0.2});
  const auto worse = script.trial({0.2, 0.4, 0.4, 0.7}, {});
  const Decision decision = judged_by(script, worse, make_wilcoxon());
  EXPECT_EQ(decision.verdict, Verdict::stop);
  EXPECT_EQ(decision.reason, "worse than trial 0 at 4 common steps: chance explains that with p = 0.0625 only");
  EXPECT_EQ(judged_by(script, worse, make_wilcoxon({.p = 0.05})).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by(script, worse, make_wilcoxon({.startup_steps = 5})).verdict, Verdict::go_on);
  const auto mixed = script.trial({0.2, 0.1, 0.2, 0.2}, {});
  EXPECT_EQ(judged_by(script, mixed, make_wilcoxon()).verdict, Verdict::go_on) << "chance explains that";
  EXPECT_THROW(make_wilcoxon({.p = 0}), Error);
}

TEST(Wilcoxon, WhatIsBetterOnTheWholeGoesOn) {
  Script script(rule_settings());
  script.trial(std::vector<double>(8, 1.0));
  std::vector<double> values = {1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 0.1};
  const auto better = script.trial(values, {});
  EXPECT_EQ(judged_by(script, better, make_wilcoxon()).verdict, Verdict::go_on) << "p is 25/256";
  values.back() = 0.9;
  const auto worse = script.trial(values, {});
  EXPECT_EQ(judged_by(script, worse, make_wilcoxon()).verdict, Verdict::stop) << "the same ranks";
}

}  // namespace
}  // namespace kilter::testing
