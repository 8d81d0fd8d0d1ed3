// SPDX-License-Identifier: MIT
#include "kilter/analysis/progress.hpp"

#include <gtest/gtest.h>

#include "written.hpp"

namespace kilter {
namespace {

using namespace std::chrono_literals;
const std::vector<Goal> goals{{.metric = "acc", .maximize = true}};

TEST(Counts, SortTrialsByTheirState) {
  Written w(goals);
  w.complete({{"acc", 1}});
  w.complete({{"acc", 1}});
  w.end(w.start("{}"), {}, End::stopped);
  w.end(w.start("{}"), {}, End::failed, Cause::oom);
  w.end(w.start("{}"), {}, End::paused);
  w.start("{}");
  w.take(Added{.trial = w.history.next()});
  EXPECT_EQ(counts(w.history),
            (Counts{.waiting = 1, .running = 1, .paused = 1, .complete = 2, .pruned = 1, .failed = 1}));
  EXPECT_EQ(counts(w.history).total(), 7);
  EXPECT_EQ(counts(w.history).ended(), 4);
  EXPECT_EQ(trials_left(w.history), 26);
}

TEST(Progress, HasNoNumberOfTrialsLeftWithoutALimit) {
  Written w(goals, std::nullopt);
  w.complete({{"acc", 1}});
  EXPECT_FALSE(trials_left(w.history));
  EXPECT_FALSE(budget_spent(w.history, w.now));
}

TEST(Progress, IsSpentByTrialsHoursOrTheClock) {
  Written trials(goals, 1);
  EXPECT_FALSE(budget_spent(trials.history, trials.now));
  trials.complete({{"acc", 1}});
  EXPECT_TRUE(budget_spent(trials.history, trials.now));

  Written hours(goals, 9);
  hours.settings.budget.hours = 1;
  hours.change();
  const RunId run = hours.start("{}");
  hours.pass(59min);
  hours.take(Reported{run, 1, {{"acc", 1}}});
  EXPECT_FALSE(budget_spent(hours.history, hours.now));
  hours.pass(1min);
  hours.end(run, {});
  EXPECT_TRUE(budget_spent(hours.history, hours.now));

  Written until(goals, 9);
  until.settings.budget.until = until.now + 10min;
  until.change();
  EXPECT_FALSE(budget_spent(until.history, until.now + 10min - 1ms));
  EXPECT_TRUE(budget_spent(until.history, until.now + 10min));
}

TEST(ExpectedEnd, SharesTheWorkThatIsLeftAmongTheRunsInProgress) {
  Written w(goals, 6);
  const RunId first = w.start("{}");
  w.pass(60s);
  w.end(first, {{"acc", 1}});
  EXPECT_FALSE(expected_end(w.history, w.now)) << "nothing runs";
  w.start("{}");
  w.start("{}");
  w.pass(30s);
  // Two runs of 60 s are half done, three more wait for the two places: (30 + 30 + 3 * 60) / 2 = 120 s.
  EXPECT_EQ(expected_end(w.history, w.now), w.now + 120s);
  // A run that takes longer than the others holds nothing back below zero.
  w.pass(300s);
  EXPECT_EQ(expected_end(w.history, w.now), w.now + 90s);
}

TEST(ExpectedEnd, IsUnknownBeforeTheFirstRunHasEnded) {
  Written w(goals, 6);
  w.start("{}");
  w.pass(30s);
  EXPECT_FALSE(expected_end(w.history, w.now));
}

TEST(ExpectedEnd, ComesNoLaterThanTheLimitsOnTime) {
  Written w(goals, 1000);
  const RunId first = w.start("{}");
  w.pass(60s);
  w.end(first, {{"acc", 1}});
  w.start("{}");
  w.settings.budget.hours = 0.5;
  w.change();
  EXPECT_EQ(expected_end(w.history, w.now), w.now + 29min);
  w.settings.budget.until = w.now + 5min;
  w.change();
  EXPECT_EQ(expected_end(w.history, w.now), w.now + 5min);
  w.settings.budget.until = w.now - 5min;
  w.change();
  EXPECT_EQ(expected_end(w.history, w.now), w.now) << "not in the past";
}

TEST(ExpectedEnd, LooksAtRunsThatWereStoppedOnlyWhereThereAreNoOthers) {
  Written w(goals, 4);
  const RunId stopped = w.start("{}");
  w.pass(10s);
  w.end(stopped, {}, End::stopped);
  w.start("{}");
  EXPECT_EQ(expected_end(w.history, w.now), w.now + 30s);
  w.pass(60s);
  w.end({1, 0, 0}, {{"acc", 1}});
  w.start("{}");
  EXPECT_EQ(expected_end(w.history, w.now), w.now + 120s);
}

}  // namespace
}  // namespace kilter
