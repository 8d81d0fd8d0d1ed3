// SPDX-License-Identifier: MIT
#include "kilter/models/observations.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

/// Proposes x = 0, 1, 2, ...
class Counting final : public Sampler {
 public:
  std::optional<Proposal> propose(const History&, const Request& request) override {
    return Proposal{.params = {static_cast<double>(request.number % 10)}, .by = "count/1", .reason = "next"};
  }
};

struct Play {
  Play() : script(Settings{.goals = {{"loss"}}, .space = Space({parse_range("x", "int(0,9)")})}) {}
  TrialNumber ask() { return script.ask(sampler).number; }
  Observations seen(TrialNumber but = -1) {
    return observe(script.history(), Features(script.history().settings().space), but);
  }
  Counting sampler;
  Script script;
};

TEST(Observations, TellWhatEndedFromWhatIsPending) {
  Play play;
  for (int i = 0; i < 6; ++i) play.ask();
  play.script.end(0, End::completed, {{"loss", 3.0}});
  play.script.end(1, End::failed);
  play.script.take(Ended{{2, 0, 0}, {.end = End::failed, .cause = Cause::lost}});
  play.script.end(3, End::completed, {{"loss", NAN}});
  const Observations seen = play.seen(5);
  ASSERT_EQ(seen.ended.size(), 3u) << "what was lost teaches nothing";
  EXPECT_EQ(seen.ended[0].values.front(), -3);
  EXPECT_TRUE(std::isnan(seen.ended[1].values.front()));
  EXPECT_TRUE(std::isnan(seen.ended[2].values.front()));
  EXPECT_EQ(seen.pending.size(), 2u) << "trial 2 comes again, 4 runs, 5 is the one that asks";
  EXPECT_EQ(seen.valued, 1);
  EXPECT_EQ(seen.failed, 2);
}

TEST(Observations, StoppedTrialsAreNeverBetterThanTheMiddle) {
  Play play;
  for (int i = 0; i < 4; ++i) play.ask();
  play.script.end(0, End::completed, {{"loss", 1.0}});
  play.script.end(1, End::completed, {{"loss", 2.0}});
  play.script.end(2, End::completed, {{"loss", 3.0}});
  play.script.report(3, 1, 0.1);
  play.script.end(3, End::stopped);
  EXPECT_EQ(play.seen().ended.back().values.front(), -2);
}

TEST(Observations, PausedTrialsHaveWhatThoseThatWentOnSuggest) {
  Play play;
  const auto paused = [&](const std::vector<double>& losses) {
    const TrialNumber trial = play.ask();
    play.script.end(trial, End::paused);
    play.script.start(trial, static_cast<double>(losses.size()));
    for (std::size_t i = 0; i < losses.size(); ++i) play.script.report(trial, static_cast<double>(i + 1), losses[i]);
    play.script.end(trial, End::paused);
  };
  paused({5});
  EXPECT_EQ(play.seen().ended.back().values.front(), -5) << "nobody has been further";
  paused({6, 5, 4});
  paused({8, 6, 5});
  paused({7, 5, 1});
  const Observations seen = play.seen();
  ASSERT_EQ(seen.ended.size(), 4u);
  EXPECT_TRUE(seen.pending.empty());
  EXPECT_EQ(seen.valued, 4);
  EXPECT_EQ(seen.ended[0].values.front(), -2) << "the middle one of 2, 3 and 6 less";
  EXPECT_GT(seen.ended[0].spread, 0) << "and is not sure of it";
  EXPECT_EQ(seen.ended[1].values.front(), -4) << "as it was measured";
  EXPECT_EQ(seen.ended[1].spread, 0);
}

TEST(Observations, GivenUpBetweenFoldsCountsAsIfItHadDoneAll) {
  Settings settings{.name = "folds", .goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.parts = 3;
  Script script(settings);
  const auto trial = [&](const std::string& params, const std::vector<double>& losses) {
    const TrialNumber number = script.history().next();
    script.take(Added{.trial = number, .given = {}, .repeats = {}, .from = {}});
    script.take(Proposed{.trial = number, .params = params});
    for (std::size_t k = 0; k < losses.size(); ++k) {
      const RunId run{number, static_cast<int>(k), 0};
      script.take(Started{.run = run, .worker = "w", .budget = 1});
      if (k + 1 == losses.size() && k < 2) script.take(Decided{run, Verdict::stop, 0, "behind"});
      script.take(Ended{run, {.values = {{"loss", losses[k]}}}});
    }
  };
  trial(R"({"x":0.1})", {1, 2, 6});
  trial(R"({"x":0.2})", {2, 3, 7});
  trial(R"({"x":0.3})", {1.5});
  trial(R"({"x":0.4})", {1, 2});
  const Features features(script.history().settings().space);
  const Observations seen = observe(script.history(), features);
  ASSERT_EQ(seen.ended.size(), 4u);
  EXPECT_NEAR(seen.ended[0].values.front(), -3, 1e-9);
  EXPECT_NEAR(seen.ended[2].values.front(), -3.5, 1e-4) << "the first fold is the easiest for all";
  EXPECT_NEAR(seen.ended[3].values.front(), -3, 1e-4);
}

TEST(Observations, AverageEqualConfigurations) {
  Play play;
  for (int i = 0; i < 11; ++i) play.script.end(play.ask(), End::completed, {{"loss", static_cast<double>(i)}});
  const Observations seen = play.seen();
  ASSERT_EQ(seen.ended.size(), 10u);
  EXPECT_EQ(seen.ended[0].repeats, 2);
  EXPECT_EQ(seen.ended[0].values.front(), -5);
}

TEST(Observations, KnowByHowMuchEachLimitIsBroken) {
  Settings settings{.goals = {{"loss"}}, .space = Space({parse_range("x", "int(0,9)")})};
  settings.limits = {{"ms", 5}, {"acc", 0.5, true}};
  Counting sampler;
  Script script(settings);
  for (int i = 0; i < 3; ++i) script.ask(sampler);
  script.end(0, End::completed, {{"loss", 1}, {"ms", 7}, {"acc", 0.4}});
  script.end(1, End::completed, {{"loss", 2}, {"ms", 4}, {"acc", 0.9}});
  script.end(2, End::completed, {{"loss", 3}, {"ms", 4}});
  const Observations seen = observe(script.history(), Features(settings.space));
  EXPECT_EQ(seen.ended[0].excess[0], 2);
  EXPECT_DOUBLE_EQ(seen.ended[0].breach, 2 / 5.0 + 0.1 / 0.5);
  EXPECT_EQ(seen.ended[1].breach, 0);
  EXPECT_TRUE(std::isnan(seen.ended[2].excess[1]));
  EXPECT_EQ(best_of(seen), &seen.ended[1]) << "the best value breaks the limits";
}

}  // namespace
}  // namespace kilter::testing
