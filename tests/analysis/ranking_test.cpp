// SPDX-License-Identifier: MIT
#include "kilter/analysis/ranking.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "kilter/analysis/measure.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/random.hpp"
#include "written.hpp"

namespace kilter {
namespace {

const Goal acc{.metric = "acc", .maximize = true};
const Goal loss{.metric = "loss"};

TEST(Ranking, ListsCompleteTrialsBestFirstAndKeepsEqualOnesInOrder) {
  Written w({acc});
  w.complete({{"acc", 0.5}});
  w.complete({{"acc", 0.9}});
  w.complete({{"acc", 0.5}});
  EXPECT_EQ(ranking(w.history, acc), (std::vector<Scored>{{1, 0.9}, {0, 0.5}, {2, 0.5}}));
  EXPECT_EQ(ranking(w.history, {.metric = "acc"}), (std::vector<Scored>{{0, 0.5}, {2, 0.5}, {1, 0.9}}));
}

TEST(Ranking, LeavesOutWhatWasStoppedEarlyFailedOrStillRuns) {
  Written w({acc});
  w.complete({{"acc", 0.5}});
  w.end(w.start("{}"), {{"acc", 0.99}}, End::stopped);
  w.end(w.start("{}"), {{"acc", 0.98}}, End::failed, Cause::error);
  w.end(w.start("{}"), {{"acc", 0.97}}, End::paused);
  w.take(Reported{w.start("{}"), 1, {{"acc", 0.96}}});
  EXPECT_EQ(ranking(w.history, acc), (std::vector<Scored>{{0, 0.5}}));
  EXPECT_EQ(best(w.history), (Scored{0, 0.5}));
}

TEST(Ranking, HasNoBestBeforeATrialHasAValue) {
  Written w({acc});
  EXPECT_FALSE(best(w.history));
  w.complete({{"other", 1}});
  EXPECT_FALSE(best(w.history));
  EXPECT_TRUE(front(w.history).empty());
}

TEST(Ranking, TakesTheFirstOfEqualTrialsAsBest) {
  Written w({loss});
  w.complete({{"loss", 2}});
  w.complete({{"loss", 1}});
  w.complete({{"loss", 1}});
  EXPECT_EQ(best(w.history), (Scored{1, 1.0}));
}

TEST(Gain, IsPositiveWhereTheTrialIsBetterWhateverTheDirection) {
  for (const bool maximize : {true, false}) {
    const Goal goal{.metric = "m", .maximize = maximize};
    Written w({goal});
    w.complete({{"m", 3}}, R"({"lr":0.1})", R"({"lr":0.1})");
    ASSERT_TRUE(gain(w.history, goal, 5));
    EXPECT_EQ(gain(w.history, goal, 5)->defaults, 3);
    EXPECT_EQ(gain(w.history, goal, 5)->better_by, maximize ? 2 : -2);
  }
}

TEST(Gain, IsUnknownWhereTrial0DidNotRunTheDefaultsOrHasNoValue) {
  Written proposed({acc});
  proposed.complete({{"acc", 0.5}});
  EXPECT_FALSE(gain(proposed.history, acc, 0.7));
  Written failed({acc});
  failed.end(failed.start("{}", R"({"lr":0.1})"), {}, End::failed, Cause::error);
  EXPECT_FALSE(gain(failed.history, acc, 0.7));
  Written stopped({acc});
  stopped.end(stopped.start("{}", R"({"lr":0.1})"), {{"acc", 0.2}}, End::stopped);
  EXPECT_FALSE(gain(stopped.history, acc, 0.7)) << "its value stands for less training";
  EXPECT_FALSE(gain(Written({acc}).history, acc, 0.7));
}

TEST(Front, KeepsWhatNothingBeats) {
  Written w({acc, loss});
  w.complete({{"acc", 0.8}, {"loss", 5}});   // kept: cheapest
  w.complete({{"acc", 0.9}, {"loss", 9}});   // kept: most accurate
  w.complete({{"acc", 0.8}, {"loss", 6}});   // beaten by 0
  w.complete({{"acc", 0.85}, {"loss", 7}});  // kept: between
  w.complete({{"acc", 0.99}});               // lacks a goal
  EXPECT_EQ(front(w.history), (std::vector<TrialNumber>{1, 3, 0}));
}

TEST(Front, HoldsTwinsTogether) {
  Written w({acc, loss});
  w.complete({{"acc", 0.8}, {"loss", 5}});
  w.complete({{"acc", 0.8}, {"loss", 5}});
  EXPECT_EQ(front(w.history), (std::vector<TrialNumber>{0, 1}));
}

TEST(Front, EqualsTheDefinitionOnRandomPoints) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Rng rng{seed, 0};
    const std::vector<Goal> goals{acc, loss, {.metric = "ms"}};
    Written w(goals);
    for (std::uint64_t i = 0; i < 60; ++i)  // a coarse lattice, so that ties occur
      w.complete({{"acc", static_cast<double>(rng.below(6, 1, i))},
                  {"loss", static_cast<double>(rng.below(6, 2, i))},
                  {"ms", static_cast<double>(rng.below(6, 3, i))}});
    std::vector<TrialNumber> defined;
    const auto& trials = w.history.trials();
    for (const auto& t : trials) {
      const bool beaten = std::any_of(trials.begin(), trials.end(), [&](const Trial& other) {
        bool as_good = true, somewhere = false;
        for (const auto& goal : goals) {
          const double mine = *value_of(t, goal), theirs = *value_of(other, goal);
          as_good = as_good && !better(goal, mine, theirs);
          somewhere = somewhere || better(goal, theirs, mine);
        }
        return as_good && somewhere;
      });
      if (!beaten) defined.push_back(t.number);
    }
    auto found = front(w.history);
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, defined) << "seed " << seed;
  }
}

TEST(Ranking, LeavesOutWhatBreaksALimitAndKnowsTheNearest) {
  Written w({acc});
  w.settings.limits = {{"ms", 5}, {"recall", 0.5, true}};
  w.change();
  w.complete({{"acc", 0.9}, {"ms", 8}, {"recall", 0.4}});
  w.complete({{"acc", 0.8}, {"ms", 6}, {"recall", 0.49}});
  EXPECT_FALSE(best(w.history));
  const auto nearest = nearest_to_limits(w.history);
  ASSERT_TRUE(nearest);
  EXPECT_EQ(nearest->trial, 1);
  EXPECT_EQ(nearest->limit.metric, "ms") << "a fifth beyond; recall by a fiftieth";
  EXPECT_EQ(nearest->measured, 6);
  w.complete({{"acc", 0.7}, {"ms", 5}, {"recall", 0.5}});
  EXPECT_EQ(best(w.history), (Scored{2, 0.7}));
  EXPECT_EQ(front(w.history), std::vector<TrialNumber>{2});
  EXPECT_FALSE(nearest_to_limits(w.history));
}

TEST(Condition, HoldsForTrialsByWhatTheyGave) {
  Written w({{.metric = "acc", .maximize = true, .from = Summary::best}});
  w.complete({{"acc", 0.9}, {"ms", 8}});
  w.complete({{"acc", 0.8}, {"ms", 4}});
  w.complete({{"acc", 0.7}});
  const Accept quick = condition("ms < 5", w.history), either = condition("ms < 5 or acc > 0.85", w.history);
  const auto& trials = w.history.trials();
  EXPECT_FALSE(quick(trials[0]));
  EXPECT_TRUE(quick(trials[1]));
  EXPECT_FALSE(quick(trials[2])) << "what is not known does not hold";
  EXPECT_TRUE(either(trials[0]));
  EXPECT_EQ(ranking(w.history, w.settings.goals[0], quick), (std::vector<Scored>{{1, 0.8}}));
  EXPECT_THROW(condition("msec < 5", w.history), Error);
  EXPECT_THROW(condition("3 < 5", w.history), Error);
  EXPECT_THROW(condition("ms <", w.history), Error);
}

}  // namespace
}  // namespace kilter
