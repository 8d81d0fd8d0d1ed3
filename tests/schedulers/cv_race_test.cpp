// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "kilter/base/random.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

Settings of_parts(int parts) {
  Settings settings{.name = "folds", .goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.parts = parts;
  return settings;
}

/// Trials with the losses of their folds, written down whole.
class Folds {
 public:
  explicit Folds(Settings settings) : script_(std::move(settings)) {}

  /// Runs the folds of a trial until they are done or it is given up; the reason, or nothing.
  std::string trial(const std::vector<double>& losses, Scheduler& scheduler) {
    const TrialNumber number = script_.history().next();
    script_.take(Added{.trial = number, .given = {}, .repeats = {}, .from = {}});
    script_.take(Proposed{.trial = number, .params = R"({"x":0.5})", .basis = script_.history().revision()});
    for (std::size_t k = 0; k < losses.size(); ++k) {
      const RunId run{number, static_cast<int>(k), 0};
      script_.take(Started{.run = run, .worker = "w", .budget = 1});
      ++folds_;
      const Outcome outcome{.values = {{"loss", losses[k]}}};
      const Decision decision = scheduler.conclude(script_.history(), run, outcome);
      if (decision.verdict != Verdict::go_on) script_.take(Decided{run, Verdict::stop, 0, decision.reason});
      script_.take(Ended{run, outcome});
      if (decision.verdict != Verdict::go_on) return decision.reason;
    }
    return {};
  }

  const History& history() const { return script_.history(); }
  int folds() const { return folds_; }

 private:
  Script script_;
  int folds_ = 0;
};

TEST(CvRace, GivesUpWhatIsWorseThanTheWorstFoldOfTheBest) {
  const auto scheduler = make_cv_race();
  Folds folds(of_parts(5));
  EXPECT_EQ(folds.trial({0.1, 0.2, 0.1, 0.2, 0.1}, *scheduler), "");
  EXPECT_EQ(folds.trial({0.3, 0.3, 0.1, 0.1, 0.1}, *scheduler),
            "0.3 on average over 2 of 5 folds, worse than the worst fold of trial 0, 0.2");
  EXPECT_EQ(folds.history().trials()[1].state(), TrialState::pruned);
  EXPECT_EQ(folds.trial({0.05, 0.3, 0.1, 0.1, 0.1}, *scheduler), "");
  EXPECT_EQ(folds.history().trials()[2].state(), TrialState::complete);
}

TEST(CvRace, HigherIsBetterWhereTheGoalSaysSo) {
  const auto scheduler = make_cv_race();
  Settings settings = of_parts(3);
  settings.goals.front().maximize = true;
  Folds folds(settings);
  EXPECT_EQ(folds.trial({0.9, 0.8, 0.9}, *scheduler), "");
  EXPECT_EQ(folds.trial({0.95, 0.9, 0.9}, *scheduler), "");
  EXPECT_EQ(folds.trial({0.7, 0.75, 0.9}, *scheduler),
            "0.725 on average over 2 of 3 folds, worse than the worst fold of trial 1, 0.9");
}

TEST(CvRace, ComparesTheSameFolds) {
  const auto scheduler = make_cv_race();
  Folds folds(of_parts(8));
  folds.trial({1, 2, 3, 4, 5, 6, 7, 8}, *scheduler);
  EXPECT_EQ(
      folds.trial({1.1, 2.2, 3.1, 4.2, 5.3, 6, 7, 8}, *scheduler),
      "2.133 on average over 3 of 8 folds, worse than trial 0 on the same ones by 0.1333, where chance explains ± "
      "0.041");
}

TEST(CvRace, FromFiveFoldsOnItsOwnDifferencesTellTheNoise) {
  const auto scheduler = make_cv_race();
  Folds folds(of_parts(30));
  std::vector<double> base(30, 0.0), even, uneven;
  for (int k = 0; k < 30; ++k) base[static_cast<std::size_t>(k)] = k;
  for (int k = 0; k < 30; ++k) {
    even.push_back(k + (k % 2 ? 0.2 : 0.1));
    uneven.push_back(k + (k % 2 ? 2 : -1.8));
  }
  folds.trial(base, *scheduler);
  EXPECT_EQ(folds.trial(uneven, *scheduler), "");
  EXPECT_NE(folds.trial(even, *scheduler).find("over 5 of 30 folds, worse than trial 0 on the same ones by 0.14"),
            std::string::npos);
}

TEST(CvRace, TheWorstFoldIsFinalWhereItIsWhatCounts) {
  const auto scheduler = make_cv_race();
  Settings settings = of_parts(4);
  settings.goals.front().over = Aggregate::worst;
  Folds folds(settings);
  folds.trial({1, 2, 3, 4}, *scheduler);
  EXPECT_EQ(folds.trial({4.5, 1, 1, 1}, *scheduler), "4.5 in the worst of 1 folds already, where trial 0 has 4");
}

TEST(CvRace, WithSeveralGoalsItMustBeWorseInEach) {
  Settings settings = of_parts(3);
  settings.goals.push_back({.metric = "ms"});
  const auto scheduler = make_cv_race();
  Script script(settings);
  const auto fold = [&](TrialNumber trial, int part, double loss, double ms) {
    const RunId run{trial, part, 0};
    script.take(Started{.run = run, .worker = "w", .budget = 1});
    const Outcome outcome{.values = {{"loss", loss}, {"ms", ms}}};
    const Decision decision = scheduler->conclude(script.history(), run, outcome);
    script.take(Ended{run, outcome});
    return decision.reason;
  };
  for (TrialNumber trial = 0; trial < 3; ++trial) {
    script.take(Added{.trial = trial, .given = {}, .repeats = {}, .from = {}});
    script.take(Proposed{.trial = trial, .params = R"({"x":0.5})"});
  }
  for (int k = 0; k < 3; ++k) EXPECT_EQ(fold(0, k, 1, 10), "");
  EXPECT_EQ(fold(1, 0, 2, 5), "");
  EXPECT_EQ(fold(1, 1, 2, 5), "");
  EXPECT_EQ(fold(2, 0, 2, 20), "");
  EXPECT_EQ(fold(2, 1, 2, 20), "after 2 of 3 folds worse than the worst fold of trial 0 in each of the 2 goals");
}

double draw(const Rng& rng, std::uint64_t& index) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += rng.uniform(3, index++);
  return sum;
}

// Noise of half the spread of the configurations, folds of unequal difficulty.
TEST(CvRace, SparesTheTrulyBestAndAThirdOfTheFolds) {
  constexpr int studies = 400, trials = 40;
  for (const int parts : {5, 10}) {
    int lost = 0, folds_done = 0;
    for (int study = 0; study < studies; ++study) {
      const Rng rng{static_cast<std::uint64_t>(study), 7};
      std::uint64_t index = 0;
      const auto scheduler = make_cv_race();
      Folds folds(of_parts(parts));
      std::vector<double> hard, truth;
      for (int k = 0; k < parts; ++k) hard.push_back(draw(rng, index));
      for (int i = 0; i < trials; ++i) truth.push_back(draw(rng, index));
      const auto best = std::min_element(truth.begin(), truth.end()) - truth.begin();
      for (int i = 0; i < trials; ++i) {
        std::vector<double> losses;
        for (int k = 0; k < parts; ++k)
          losses.push_back(truth[static_cast<std::size_t>(i)] + hard[static_cast<std::size_t>(k)] +
                           0.5 * draw(rng, index));
        if (!folds.trial(losses, *scheduler).empty() && i == best) ++lost;
      }
      folds_done += folds.folds();
    }
    RecordProperty("lost", lost);
    EXPECT_LT(lost, studies / 100) << parts << " folds";
    EXPECT_LE(folds_done, 0.7 * studies * trials * parts) << parts << " folds";
  }
}

}  // namespace
}  // namespace kilter::testing
