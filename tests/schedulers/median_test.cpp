// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>

#include "kilter/schedulers/schedulers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/races.hpp"

namespace kilter::testing {
namespace {

Settings median_settings(Goal goal = {"loss"}) {
  Settings settings = plain_settings(100);
  settings.goals = {std::move(goal)};
  settings.budget.full = 10;
  return settings;
}

Decision judged_by_median(const Script& script, TrialNumber trial, const MedianOptions& options = {}) {
  return make_median(options)->judge(script.history(), {trial, 0, 0});
}

/// Five completed trials with 0.1, 0.2, ... 0.5 at each of ten steps.
Script with_five(Goal goal = {"loss"}) {
  Script script(median_settings(std::move(goal)));
  for (int i = 1; i <= 5; ++i) script.trial(std::vector<double>(10, 0.1 * i));
  return script;
}

TEST(Median, StopsWhatIsWorseThanTheMedianAndSaysSo) {
  Script script = with_five();
  const auto trial = script.trial({0.45, 0.4}, {});
  const Decision decision = judged_by_median(script, trial);
  EXPECT_EQ(decision.verdict, Verdict::stop);
  EXPECT_EQ(decision.reason, "0.4 at best up to step 2, while the median of 5 completed trials was 0.3 there");
}

TEST(Median, ComparesTheBestValueSoFar) {
  Script script = with_five();
  const auto trial = script.trial({0.25, 0.9}, {});
  EXPECT_EQ(judged_by_median(script, trial).verdict, Verdict::go_on);
}

TEST(Median, EqualToTheMedianGoesOn) {
  Script script = with_five();
  EXPECT_EQ(judged_by_median(script, script.trial({0.1 * 3}, {})).verdict, Verdict::go_on);
}

TEST(Median, OfAnEvenNumberIsTheMiddleOfTwo) {
  Script script = with_five();
  script.trial(std::vector<double>(10, 0.6));
  EXPECT_EQ(judged_by_median(script, script.trial({0.349}, {})).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_median(script, script.trial({0.351}, {})).verdict, Verdict::stop);
}

TEST(Median, WaitsForFiveCompletedTrials) {
  Script script(median_settings());
  for (int i = 1; i <= 4; ++i) script.trial({0.1, 0.1});
  script.trial({0.1, 0.1}, End::failed);
  script.trial({0.1, 0.1}, End::stopped);
  const auto trial = script.trial({0.9}, {});
  EXPECT_EQ(judged_by_median(script, trial).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_median(script, trial, {.startup_trials = 4}).verdict, Verdict::stop);
}

TEST(Median, WarmUpAndInterval) {
  Script script = with_five();
  const auto trial = script.trial({0.9, 0.9, 0.9}, {});
  EXPECT_EQ(judged_by_median(script, trial, {.warmup_steps = 3}).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_median(script, trial, {.warmup_steps = 2}).verdict, Verdict::stop);
  EXPECT_EQ(judged_by_median(script, trial, {.interval = 2}).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_median(script, trial, {.interval = 3}).verdict, Verdict::stop);
}

// A percentile over trials that happened to report at this very step would compare with a handful of strangers.
TEST(Median, ComparesWithReportsShortlyBefore) {
  Script script(median_settings());
  for (int i = 1; i <= 5; ++i) {
    const auto trial = script.trial({}, {});
    for (const double step : {50.0, 95.0, 140.0}) script.report(trial, step, 0.1 * i);
    script.end(trial);
  }
  const auto near = script.trial({}, {});
  script.report(near, 100, 0.9);
  EXPECT_EQ(judged_by_median(script, near).verdict, Verdict::stop);
  const auto far = script.trial({}, {});
  script.report(far, 60, 0.9);
  EXPECT_EQ(judged_by_median(script, far).verdict, Verdict::go_on) << "50 is more than a tenth before 60";
}

TEST(Median, NeverStopsWhatIsNoWorseThanEveryFinalValue) {
  Script script(median_settings());
  for (int i = 0; i < 5; ++i) script.trial({0.1, 0.5});
  EXPECT_EQ(judged_by_median(script, script.trial({0.5}, {})).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_median(script, script.trial({0.51}, {})).verdict, Verdict::stop);
}

TEST(Median, Maximises) {
  Script script = with_five({"loss", true});
  EXPECT_EQ(judged_by_median(script, script.trial({0.31}, {})).verdict, Verdict::go_on);
  const Decision decision = judged_by_median(script, script.trial({0.29}, {}));
  EXPECT_EQ(decision.verdict, Verdict::stop);
  EXPECT_EQ(decision.reason, "0.29 at best up to step 1, while the median of 5 completed trials was 0.3 there");
}

TEST(Median, NothingButNanIsStopped) {
  Script script = with_five();
  const double nan = std::nan("");
  EXPECT_EQ(judged_by_median(script, script.trial({nan, nan}, {})).reason, "\"loss\" has been no number up to step 2");
  EXPECT_EQ(judged_by_median(script, script.trial({0.1, nan}, {})).verdict, Verdict::go_on);
  const auto silent = script.trial({}, {});
  script.report(silent, 1, {{"other", 3}});
  EXPECT_EQ(judged_by_median(script, silent).verdict, Verdict::go_on) << "a report of something else";
}

TEST(Median, NanOfOthersDoesNotCount) {
  Script script(median_settings());
  for (int i = 0; i < 3; ++i) script.trial({0.2, 0.2});
  for (int i = 0; i < 2; ++i) script.trial({std::nan(""), 0.2});
  const Decision decision = judged_by_median(script, script.trial({0.3}, {}));
  EXPECT_EQ(decision.reason, "0.3 at best up to step 1, while the median of 3 completed trials was 0.2 there");
}

TEST(Median, WithSeveralGoalsItTakesDominance) {
  Settings settings = median_settings();
  settings.goals = {{"loss"}, {"acc", true}};
  Script script(settings);
  for (int i = 0; i < 6; ++i) {
    const auto trial = script.trial({}, {});
    script.report(trial, 1, {{"loss", 0.3}, {"acc", 0.7}});
    script.end(trial);
  }
  const auto slow = script.trial({}, {});
  script.report(slow, 1, {{"loss", 0.9}, {"acc", 0.8}});
  EXPECT_EQ(judged_by_median(script, slow).verdict, Verdict::go_on) << "it is ahead in one goal";
  const auto bad = script.trial({}, {});
  script.report(bad, 1, {{"loss", 0.4}, {"acc", 0.7}});
  EXPECT_EQ(judged_by_median(script, bad).reason,
            "6 of 6 completed trials were better at step 1 in some of the 2 goals and worse in none");
}

TEST(Median, SavesMostOfABadTrial) {
  const auto none = make_none();
  const auto median = make_median();
  EXPECT_LT(steps_trained(run({.seed = 1}, *median)), 0.8 * steps_trained(run({.seed = 1}, *none)));
}

}  // namespace
}  // namespace kilter::testing
