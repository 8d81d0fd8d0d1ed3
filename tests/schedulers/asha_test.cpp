// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/schedulers/ladder.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/races.hpp"

namespace kilter::testing {
namespace {

constexpr AshaOptions promoting{.promote = true};

Settings rung_settings(double shortest = 1, double full = 27) {
  Settings settings = plain_settings(100);
  settings.budget.shortest = shortest;
  settings.budget.full = full;
  return settings;
}

Decision judged_by_asha(const Script& script, TrialNumber trial, const AshaOptions& options = {}) {
  const int attempt = script.history().trials()[static_cast<std::size_t>(trial)].part(0)->attempt;
  return make_asha(options)->judge(script.history(), {trial, 0, attempt});
}

std::optional<Assignment> next(const Script& script, const AshaOptions& options = promoting) {
  return make_asha(options)->next(script.history(), {});
}

/// A trial that has trained to `budget` with that loss and paused there.
TrialNumber paused_at(Script& script, double budget, double loss) {
  const auto trial = script.trial({}, {});
  script.end(trial, End::paused);
  script.start(trial, budget);
  script.report(trial, budget, loss);
  script.end(trial, End::paused);
  return trial;
}

TEST(Rungs, ArePowersOfEtaAndTheFullLength) {
  EXPECT_EQ(rungs(rung_settings(1, 27), {}), (std::vector<double>{1, 3, 9, 27}));
  EXPECT_EQ(rungs(rung_settings(1, 30), {}), (std::vector<double>{1, 3, 9, 27, 30}));
  EXPECT_EQ(rungs(rung_settings(1, 243), {}), (std::vector<double>{1, 3, 9, 27, 81, 243}));
  EXPECT_EQ(rungs(rung_settings(2, 20), {.eta = 2.5}), (std::vector<double>{2, 5, 12, 20})) << "whole steps";
  EXPECT_EQ(rungs(rung_settings(1, 27), {.shortest = 9}), (std::vector<double>{9, 27}));
  EXPECT_EQ(rungs(rung_settings(10, 10), {}), (std::vector<double>{10}));
  EXPECT_EQ(rungs(rung_settings(0, 10), {}), (std::vector<double>{10}));
  EXPECT_EQ(rungs(rung_settings(0.5, 2), {.eta = 2}), (std::vector<double>{0.5, 1, 2}));
}

TEST(Asha, RefusesAnEtaThatKeepsAll) {
  EXPECT_THROW(make_asha({.eta = 1}), Error);
  EXPECT_THROW(make_asha({.eta = std::nan("")}), Error);
}

TEST(AshaStopping, KeepsOneInEtaAtARungAndSaysWhyNot) {
  Script script(rung_settings());
  for (const double loss : {0.5, 0.4, 0.3}) script.trial({9, 9, loss}, {});
  const auto fourth = script.trial({9, 9, 0.35}, {});
  const Decision decision = judged_by_asha(script, fourth);
  EXPECT_EQ(decision.verdict, Verdict::stop);
  EXPECT_EQ(decision.reason, "0.35 at step 3, while 1 of 3 others had 0.3 or less there");
  const auto fifth = script.trial({9, 9, 0.45}, {});
  EXPECT_EQ(judged_by_asha(script, fifth).reason, "0.45 at step 3, while 3 of 4 others had 0.4 or less there");
  const auto sixth = script.trial({9, 9, 0.31}, {});
  EXPECT_EQ(judged_by_asha(script, sixth).verdict, Verdict::go_on) << "second of six";
}

TEST(AshaStopping, AloneAtARungItGoesOn) {
  Script script(rung_settings());
  EXPECT_EQ(judged_by_asha(script, script.trial({0.9}, {})).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_asha(script, script.trial({0.8}, {})).verdict, Verdict::go_on) << "the best of two";
  EXPECT_EQ(judged_by_asha(script, script.trial({0.85}, {})).verdict, Verdict::stop);
}

TEST(AshaStopping, BetweenRungsNothingIsJudged) {
  Script script(rung_settings());
  for (int i = 0; i < 6; ++i) script.trial({0.1, 0.1, 0.1}, {});
  const auto trial = script.trial({0.05, 0.9}, {});
  EXPECT_EQ(judged_by_asha(script, trial).verdict, Verdict::go_on);
  script.report(trial, 3, 0.9);
  EXPECT_EQ(judged_by_asha(script, trial).verdict, Verdict::stop);
}

TEST(AshaStopping, ReportsThatSkipARungAreJudgedAtTheNextOne) {
  Script script(rung_settings());
  for (int i = 0; i < 6; ++i) {
    const auto trial = script.trial({}, {});
    script.report(trial, 2, 0.9);
    script.report(trial, 5, 0.1);
  }
  const auto trial = script.trial({}, {});
  script.report(trial, 4, 0.2);
  EXPECT_EQ(judged_by_asha(script, trial).reason, "0.2 at step 3, while 6 of 6 others had 0.1 or less there");
}

TEST(AshaStopping, OfEqualsTheEarlierTrialGoesOn) {
  Script script(rung_settings());
  EXPECT_EQ(judged_by_asha(script, script.trial({0.5}, {})).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_asha(script, script.trial({0.5}, {})).verdict, Verdict::stop);
}

TEST(AshaStopping, NanAtARungIsStoppedEvenAlone) {
  Script script(rung_settings());
  const auto trial = script.trial({std::nan("")}, {});
  EXPECT_EQ(judged_by_asha(script, trial).reason, "\"loss\" is not a number at step 1");
  const auto later = script.trial({0.1, std::nan("")}, {});
  EXPECT_EQ(judged_by_asha(script, later).verdict, Verdict::go_on) << "no rung at step 2";
  script.report(later, 3, std::nan(""));
  EXPECT_EQ(judged_by_asha(script, later).verdict, Verdict::stop);
}

TEST(AshaStopping, SummarisesTheCurveAsTheGoalSays) {
  Settings settings = rung_settings();
  settings.goals = {{"loss", false, Summary::best}};
  Script script(settings);
  for (int i = 0; i < 5; ++i) script.trial({0.3, 0.3, 0.3}, {});
  EXPECT_EQ(judged_by_asha(script, script.trial({0.5, 0.2, 0.9}, {})).verdict, Verdict::go_on);
}

TEST(AshaStopping, SeveralGoalsStopOnlyWhatIsDominated) {
  Settings settings = rung_settings();
  settings.goals = {{"loss"}, {"acc", true}};
  Script script(settings);
  const auto reported = [&](double loss, double acc) {
    const auto trial = script.trial({}, {});
    script.report(trial, 1, {{"loss", loss}, {"acc", acc}});
    return trial;
  };
  for (int i = 0; i < 4; ++i) reported(0.5, 0.5);
  EXPECT_EQ(judged_by_asha(script, reported(0.9, 0.6)).verdict, Verdict::go_on);
  EXPECT_EQ(judged_by_asha(script, reported(0.9, 0.4)).verdict, Verdict::stop);
}

TEST(AshaPromoting, StartsLowAndPausesAtTheRung) {
  Script script(rung_settings());
  const auto first = next(script);
  ASSERT_TRUE(first && !first->trial);
  EXPECT_EQ(first->budget, 1);
  const auto trial = script.trial({}, {});
  script.end(trial, End::failed);
  script.start(trial, 1);
  script.report(trial, 1, 0.5);
  const Decision decision = judged_by_asha(script, trial, promoting);
  EXPECT_EQ(decision.verdict, Verdict::pause);
  EXPECT_EQ(decision.reason, "0.5 at step 1; it goes on when it is among the best 1 in 3 there");
}

TEST(AshaPromoting, NothingGoesOnFromARungOfFewerThanEta) {
  Script script(rung_settings());
  paused_at(script, 1, 0.1);
  paused_at(script, 1, 0.2);
  EXPECT_FALSE(next(script)->trial);
  paused_at(script, 1, 0.3);
  const auto up = next(script);
  ASSERT_TRUE(up->trial);
  EXPECT_EQ(*up->trial, 0);
  EXPECT_EQ(up->budget, 3);
  EXPECT_EQ(up->reason, "number 1 of 3 at step 1, where 1 in all may go on; to step 3");
}

TEST(AshaPromoting, TakesTheHighestRungFirst) {
  Script script(rung_settings());
  for (const double loss : {0.06, 0.05, 0.04}) paused_at(script, 3, loss);
  for (int i = 1; i <= 9; ++i) paused_at(script, 1, 0.1 * i);
  const auto up = next(script);
  ASSERT_TRUE(up->trial);
  EXPECT_EQ(*up->trial, 2);
  EXPECT_EQ(up->budget, 9);
  script.start(2, 9);
  const auto lower = next(script);
  ASSERT_TRUE(lower->trial);
  EXPECT_EQ(*lower->trial, 3) << "the fourth of twelve at step 1";
  EXPECT_EQ(lower->budget, 3);
}

TEST(AshaPromoting, WhenNothingElseComesTheBestGoOnUpToTheFullLength) {
  Settings settings = rung_settings(1, 9);
  settings.budget.trials = 4;
  Script script(settings);
  for (const double loss : {0.4, 0.3, 0.2}) paused_at(script, 1, loss);
  script.start(2, 3);
  script.report(2, 3, 0.2);
  script.end(2, End::paused);
  EXPECT_FALSE(next(script)->trial) << "a trial is still to come";
  const auto runs = paused_at(script, 1, 0.5);
  script.start(runs, 3);
  EXPECT_FALSE(next(script)->trial) << "one runs";
  script.end(runs, End::failed);
  const auto up = next(script);
  ASSERT_TRUE(up->trial);
  EXPECT_EQ(*up->trial, 2) << "the only one at step 3";
  EXPECT_EQ(up->budget, 9);
  script.start(2, 9);
  script.report(2, 9, 0.2);
  script.end(2, End::completed);
  ASSERT_TRUE(next(script)->trial);
  EXPECT_EQ(*next(script)->trial, 1) << "the second of two that go on of four";
}

TEST(AshaPromoting, APromotedTrialKeepsItsPlaceInTheRungBelow) {
  Script script(rung_settings());
  for (const double loss : {0.1, 0.2, 0.3, 0.4}) paused_at(script, 1, loss);
  script.start(0, 3);
  EXPECT_FALSE(next(script)->trial) << "one of four has gone on";
  script.end(0, End::failed);
  EXPECT_FALSE(next(script)->trial);
}

TEST(AshaPromoting, ProgramsThatReportOnlyAtTheEndClimbToo) {
  Script script(rung_settings());
  for (const double loss : {0.3, 0.1, 0.2}) {
    const auto trial = script.trial({}, {});
    script.end(trial, End::failed);
    script.start(trial, 1);
    script.end(trial, End::paused, {{"loss", loss}});
  }
  const auto up = next(script);
  ASSERT_TRUE(up->trial);
  EXPECT_EQ(*up->trial, 1);
}

TEST(AshaPromoting, WhatSomebodyPausedBetweenRungsStays) {
  Script script(rung_settings(1, 9));
  const auto trial = script.trial({}, {});
  script.end(trial, End::failed);
  script.start(trial, 3);
  script.report(trial, 1, 0.01);
  script.take(Decided{{trial, 0, 1}, Verdict::pause, script.history().revision(), "by hand"});
  script.end(trial, End::paused);
  paused_at(script, 3, 0.5);
  paused_at(script, 3, 0.6);
  EXPECT_FALSE(next(script)->trial) << "it is the best of three at step 1 and has not been at step 3";
}

// Each promotion is of one of the floor(m / eta) best of its rung at that moment; of ceil(m / eta) once all trials have
// been there.
TEST(AshaPromoting, NeverPromotesMoreThanOneInEta) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(seed);
    const auto scheduler = make_asha(promoting);
    const History history = run({.seed = seed, .noise = 0.4}, *scheduler);
    int promotions = 0;
    for (Revision r = 1; r <= history.revision(); ++r) {
      const auto* started = std::get_if<Started>(&history.entry(r).fact);
      if (!started || started->run.attempt == 0) continue;
      ++promotions;
      const History then = upto(history, started->basis);
      const double rung = then.trials()[static_cast<std::size_t>(started->run.trial)].part(0)->budget;
      std::vector<double> losses;
      double own = 0;
      for (const auto& trial : then.trials()) {
        const Part* part = trial.part(0);
        if (!part || part->curve.steps.empty() || part->curve.steps.back() < rung) continue;
        const auto at = std::lower_bound(part->curve.steps.begin(), part->curve.steps.end(), rung);
        losses.push_back((*part->curve.find("loss"))[static_cast<std::size_t>(at - part->curve.steps.begin())]);
        if (trial.number == started->run.trial) own = losses.back();
      }
      const auto better = std::count_if(losses.begin(), losses.end(), [&](double loss) { return loss < own; });
      const bool last_ones = then.next() >= *then.settings().budget.trials;
      EXPECT_LT(better, static_cast<long>((losses.size() + (last_ones ? 2 : 0)) / 3))
          << "trial " << started->run.trial << " at " << rung;
      EXPECT_EQ(started->budget, 3 * rung);
    }
    EXPECT_GT(promotions, 10);
  }
}

TEST(AshaPromoting, TrainsAFractionOfEverything) {
  const auto none = make_none();
  const auto asha = make_asha(promoting);
  const Race race{.trials = 81, .seed = 3};
  const double all = steps_trained(run(race, *none));
  EXPECT_EQ(all, 81 * 27);
  EXPECT_LT(steps_trained(run(race, *asha)), 0.2 * all);
}

}  // namespace
}  // namespace kilter::testing
