// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "kilter/base/error.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/races.hpp"

namespace kilter::testing {
namespace {

/// How many trials were started for each length.
std::map<double, std::size_t> started(const History& history) {
  std::map<double, std::set<TrialNumber>> trials;
  for (Revision r = 1; r <= history.revision(); ++r)
    if (const auto* start = std::get_if<Started>(&history.entry(r).fact))
      trials[start->budget].insert(start->run.trial);
  std::map<double, std::size_t> counts;
  for (const auto& [length, members] : trials) counts[length] = members.size();
  return counts;
}

/// A trial that was started for that length, reported there and paused.
void pause_at(Script& script, TrialNumber trial, double length, double loss) {
  script.start(trial, length);
  script.report(trial, length, loss);
  script.end(trial, End::paused);
}

TrialNumber paused(Script& script, double loss) {
  const auto trial = script.trial({}, {});
  script.end(trial, End::paused);
  pause_at(script, trial, 1, loss);
  return trial;
}

using Counts = std::map<double, std::size_t>;

TEST(SuccessiveHalving, KeepsOneInEtaOfABracket) {
  for (const int workers : {1, 4}) {
    const auto scheduler = make_successive_halving();
    const History history = run({.trials = 27, .workers = workers, .full = 27}, *scheduler);
    EXPECT_EQ(started(history), (Counts{{1, 27}, {3, 9}, {9, 3}, {27, 1}})) << workers << " workers";
    EXPECT_LE(steps_trained(history), 27 + 9 * 2 + 3 * 6 + 18);
  }
}

TEST(SuccessiveHalving, TheBestOfARungGoOnTogether) {
  const auto scheduler = make_successive_halving();
  const History history = run({.trials = 9, .workers = 3, .full = 9}, *scheduler);
  std::vector<double> losses;
  for (TrialNumber n = 0; n < 9; ++n) losses.push_back(final_loss(history, n));
  std::vector<double> sorted = losses;
  std::sort(sorted.begin(), sorted.end());
  for (TrialNumber n = 0; n < 9; ++n)
    EXPECT_EQ(history.trials()[static_cast<std::size_t>(n)].part(0)->budget >= 3,
              losses[static_cast<std::size_t>(n)] <= sorted[2])
        << "trial " << n;
}

TEST(SuccessiveHalving, ARungWaitsForAllOfItsTrials) {
  Settings settings = plain_settings(3);
  settings.budget.shortest = 1;
  settings.budget.full = 3;
  Script script(settings);
  const auto scheduler = make_successive_halving();
  for (const double loss : {0.1, 0.2}) paused(script, loss);
  const auto third = script.trial({}, {});
  EXPECT_FALSE(scheduler->next(script.history(), {})->trial) << "the next bracket instead";
  script.end(third, End::failed);
  const auto up = scheduler->next(script.history(), {});
  EXPECT_EQ(up->trial, 0);
  EXPECT_EQ(up->budget, 3);
  EXPECT_EQ(up->reason, "among the best 1 of 2 at step 1; to step 3");
}

TEST(SuccessiveHalving, OneThatDiesOnItsWayUpHoldsNobodyBack) {
  Settings settings = plain_settings(9);
  settings.budget.shortest = 1;
  settings.budget.full = 9;
  Script script(settings);
  const auto scheduler = make_successive_halving();
  for (int i = 0; i < 9; ++i) paused(script, 0.1 * (i + 1));
  for (TrialNumber n = 0; n < 3; ++n) {
    EXPECT_EQ(scheduler->next(script.history(), {})->trial, n);
    if (n > 0) {
      pause_at(script, n, 3, 0.1 * n);
      continue;
    }
    script.start(n, 3);
    script.end(n, End::failed);
  }
  EXPECT_EQ(scheduler->next(script.history(), {})->trial, 1);
}

TEST(Hyperband, FillsThePapersBracketsOneAfterTheOther) {
  const auto scheduler = make_hyperband();
  const History history = run({.trials = 49, .workers = 1, .full = 27}, *scheduler);
  EXPECT_EQ(started(history), (Counts{{1, 27}, {3, 9 + 12}, {9, 3 + 4 + 6}, {27, 1 + 1 + 2 + 4}}));
}

TEST(Halving, RefusesAnEtaThatKeepsAll) {
  EXPECT_THROW(make_hyperband({.eta = 1}), Error);
  EXPECT_THROW(make_successive_halving({.eta = 0.5}), Error);
}

TEST(AshaBrackets, CompareWithTheirOwnBracketOnly) {
  const auto scheduler = make_asha({.promote = true, .brackets = 0});
  const History history = run({.trials = 49, .workers = 4, .full = 27}, *scheduler);
  const auto counts = started(history);
  EXPECT_EQ(counts.at(27) >= 4, true);
  EXPECT_LT(counts.at(1), 40u) << "some start higher";
}

}  // namespace
}  // namespace kilter::testing
