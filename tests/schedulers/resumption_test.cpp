// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "kilter/schedulers/resumption.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

/// A study of trials that train for one step first and for nine in all.
struct Taken {
  Taken() : script(settings()), scheduler(make_auto_scheduler()) {}
  static Settings settings() {
    Settings settings{.goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
    settings.budget.shortest = 1, settings.budget.full = 9;
    return settings;
  }
  std::optional<Assignment> next() { return scheduler->next(script.history(), {}); }
  /// Starts what comes next, and reports these losses from that step on.
  TrialNumber play(double step, const std::vector<double>& losses, End how = End::paused) {
    const auto assignment = next();
    TrialNumber number = script.history().next();
    if (assignment->trial) {
      number = *assignment->trial;
      const auto& part = script.history().trials()[static_cast<std::size_t>(number)].parts.front();
      script.take(Started{.run = {number, 0, part.attempt + 1},
                          .worker = {},
                          .budget = assignment->budget,
                          .from_step = part.curve.steps.back(),
                          .basis = script.history().revision(),
                          .reason = {}});
    } else {
      script.take(Added{.trial = number, .given = {}, .repeats = {}, .from = {}});
      script.take(Proposed{.trial = number,
                           .params = R"({"x":0.5})",
                           .basis = script.history().revision(),
                           .by = "test/1",
                           .note = {},
                           .reason = {}});
      script.start(number, assignment->budget);
    }
    for (const double loss : losses) script.report(number, step++, loss);
    script.end(number, how);
    return number;
  }
  /// Six short trials, the fourth of which is the best.
  void six() {
    for (const double loss : {6.0, 5.0, 4.0, 1.0, 3.0, 2.0}) play(1, {loss});
  }
  Script script;
  std::unique_ptr<Scheduler> scheduler;
};

TEST(Resumption, LetsOneOfSixGoOnFromTheFirstRung) {
  Taken play;
  for (int i = 0; i < 5; ++i) {
    ASSERT_FALSE(play.next()->trial) << i;
    EXPECT_EQ(play.next()->budget, 1);
    play.play(1, {5.0 - i});
  }
  ASSERT_FALSE(play.next()->trial);
  play.play(1, {9});
  ASSERT_TRUE(play.next()->trial);
  EXPECT_EQ(*play.next()->trial, 4);
  EXPECT_EQ(play.next()->budget, 3);
}

TEST(Resumption, LetsOneOfTwoGoOnFromTheLastRung) {
  Taken play;
  play.six(), play.play(2, {1, 1});
  for (int i = 0; i < 6; ++i) play.play(1, {9});
  EXPECT_EQ(*play.next()->trial, 5) << "two of twelve go on from step 1";
  EXPECT_EQ(play.play(2, {2, 2}), 5);
  EXPECT_EQ(*play.next()->trial, 3) << "one of two goes on from step 3";
  EXPECT_EQ(play.next()->budget, 9);
}

TEST(Resumption, StopsInsteadWhereTwoTrialsBeganAnew) {
  Taken play;
  play.six(), play.play(2, {1, 1});
  for (int i = 0; i < 6; ++i) play.play(1, {9});
  play.play(2, {2, 2});
  EXPECT_EQ(play.play(1, {1, 1, 1}), 3) << "from 1 where it had reached 3";
  while (!play.next()->trial) {
    EXPECT_EQ(play.next()->budget, 1) << "one alone proves nothing";
    play.play(1, {9});
  }
  play.play(2, {0.5, 0.5});
  EXPECT_EQ(play.play(1, {1}), 4);
  const auto next = play.next();
  ASSERT_FALSE(next->trial);
  EXPECT_EQ(next->budget, 9);
  EXPECT_EQ(next->reason, "in one go, for the program does not resume: trial 4 began at step 1 again, not behind 3");
}

/// A trial that reached step `from`, ended so, and whose next attempt first reports `step`.
void taken_up(Script& script, double from, End how, double step) {
  const auto trial = script.trial({}, {});
  script.report(trial, from, 1);
  script.end(trial, how);
  script.take(Started{.run = {trial, 0, 1}, .worker = {}, .budget = 9, .from_step = from, .basis = 0, .reason = {}});
  script.report(trial, step, 1);
}

bool believed_impossible(double from, End how, double step) {
  Script script(Taken::settings());
  for (int i = 0; i < 2; ++i) taken_up(script, from, how, step);
  return Resumption{}.read(script.history()).impossible();
}

TEST(Resumption, IsBelievedWhereACheckpointIsSomeStepsOld) {
  EXPECT_FALSE(believed_impossible(9, End::paused, 10));
  EXPECT_FALSE(believed_impossible(9, End::paused, 5));
  EXPECT_TRUE(believed_impossible(9, End::paused, 4));
  EXPECT_FALSE(believed_impossible(1, End::paused, 1)) << "it may not have saved its first step";
}

TEST(Resumption, IsJudgedByTrialsThatPausedOnly) {
  EXPECT_FALSE(believed_impossible(9, End::failed, 1)) << "a program that was killed may have had nothing saved";
}

}  // namespace
}  // namespace kilter::testing
