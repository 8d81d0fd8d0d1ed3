// SPDX-License-Identifier: MIT
#include "kilter/core/history.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/error.hpp"
#include "tests/support/facts.hpp"

namespace kilter::testing {
namespace {

TEST(Curve, JoinsReportsOfOneStepAndCutsWhenStepsGoBack) {
  Curve curve;
  curve.add(1, {{"loss", 3}});
  curve.add(1, {{"acc", 0.5}});
  curve.add(2, {{"loss", 2}});
  ASSERT_EQ(curve.steps, (std::vector<double>{1, 2}));
  EXPECT_EQ(*curve.find("loss"), (std::vector<double>{3, 2}));
  EXPECT_EQ(curve.find("acc")->front(), 0.5);
  EXPECT_TRUE(std::isnan(curve.find("acc")->back()));
  EXPECT_EQ(curve.find("f1"), nullptr);
  curve.add(1, {{"loss", 9}});
  EXPECT_EQ(curve.steps, (std::vector<double>{1}));
  EXPECT_EQ(*curve.find("loss"), (std::vector<double>{9}));
  EXPECT_EQ(curve.find("acc")->size(), 1u);
}

TEST(History, SummarisesACurveAsTheGoalAsks) {
  Trial trial{.parts = {Part{}}};
  for (double step = 1; step <= 4; ++step) trial.parts[0].curve.add(step, {{"acc", 0.1 * step * (5 - step)}});
  EXPECT_DOUBLE_EQ(*value_of(trial, {"acc", true}), 0.4);
  EXPECT_DOUBLE_EQ(*value_of(trial, {"acc", true, Summary::best}), 0.6);
  EXPECT_DOUBLE_EQ(*value_of(trial, {"acc", false, Summary::best}), 0.4);
  EXPECT_DOUBLE_EQ(*value_of(trial, {"acc", true, Summary::mean_last, 2}), 0.5);
  EXPECT_DOUBLE_EQ(*value_of(trial, {"acc", true, Summary::mean_last, 99}), 0.5);
  EXPECT_FALSE(value_of(trial, {"loss"}));
  trial.parts[0].end = Outcome{.values = {{"acc", 0.9}}};
  EXPECT_DOUBLE_EQ(*value_of(trial, {"acc", true, Summary::best}), 0.9) << "a final value speaks first";
  trial.parts.push_back(Part{.index = 1, .end = Outcome{.values = {{"acc", 0.7}}}});
  EXPECT_DOUBLE_EQ(*value_of(trial, {"acc", true}), 0.8) << "the mean over parts";
  trial.parts[1].end->values[0].value = INFINITY;
  EXPECT_FALSE(value_of(trial, {"acc", true}));
}

TEST(History, JoinsTheValuesOfPartsAsTheGoalAsks) {
  Trial trial;
  for (const double value : {0.9, 0.1, 0.3, 0.5, 0.4}) {
    Part part{.index = static_cast<int>(trial.parts.size())};
    part.end = Outcome{.values = {{"acc", value}}};
    trial.parts.push_back(part);
  }
  const auto over = [&](Aggregate how, bool maximize = true) {
    return *value_of(trial, {"acc", maximize, Summary::last, 1, how});
  };
  EXPECT_DOUBLE_EQ(over(Aggregate::mean), 0.44);
  EXPECT_DOUBLE_EQ(over(Aggregate::median), 0.4);
  EXPECT_DOUBLE_EQ(over(Aggregate::iqm), 0.4) << "of 0.3, 0.4 and 0.5";
  EXPECT_DOUBLE_EQ(over(Aggregate::worst), 0.1);
  EXPECT_DOUBLE_EQ(over(Aggregate::worst, false), 0.9);
  trial.parts.pop_back();
  EXPECT_DOUBLE_EQ(over(Aggregate::median), 0.4) << "the middle two of four: 0.3 and 0.5";
  trial.parts.back().end->values[0].value = std::nan("");
  EXPECT_FALSE(value_of(trial, {"acc", true, Summary::last, 1, Aggregate::worst}));
}

TEST(History, KnowsByHowMuchATrialBreaksALimit) {
  Trial trial;
  trial.parts.emplace_back();
  trial.parts[0].end = Outcome{.values = {{"ms", 7}}};
  EXPECT_DOUBLE_EQ(*excess_of(trial, {"ms", 5}), 2);
  EXPECT_DOUBLE_EQ(*excess_of(trial, {"ms", 5, true}), -2);
  EXPECT_FALSE(excess_of(trial, {"size", 5}));
  EXPECT_TRUE(breaks(trial, {{"size", 5}, {"ms", 5}}));
  EXPECT_FALSE(breaks(trial, {{"size", 5}, {"ms", 7}})) << "what is not known is not broken";
}

TEST(History, RefusesALogWithAGap) {
  History history;
  EXPECT_THROW(history.take({2, {}, changed(plain_settings())}), Error);
}

TEST(History, FollowsATrialThroughItsStates) {
  History history;
  take(history, {changed(plain_settings()), Added{.trial = 0, .given = R"({"x":0.25})"}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::waiting);
  EXPECT_EQ(history.trials()[0].given, Params{0.25});
  EXPECT_EQ(history.waiting().size(), 1u);
  take(history, {Proposed{.trial = 0, .params = R"({"x":0.25})"}, Started{.run = {0, 0, 0}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::running);
  EXPECT_TRUE(history.waiting().empty());
  EXPECT_EQ(history.running().size(), 1u);
  take(history, {Ended{{0, 0, 0}, {.end = End::paused}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::paused);
  take(history, {Started{.run = {0, 0, 1}}, Ended{{0, 0, 1}, {.end = End::stopped}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::pruned);
  take(history, {Requeued{{0, 0, 1}, "again"}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::waiting);
  take(history, {Started{.run = {0, 0, 2}}, Ended{{0, 0, 2}, {.end = End::failed, .cause = Cause::oom}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::failed);
  EXPECT_TRUE(history.running().empty());
}

TEST(History, RetriesByCauseAsOftenAsTheSettingsSay) {
  Settings settings = plain_settings();
  settings.retry = {.lost = 1, .error = 0};
  History history;
  take(history, {changed(settings)});
  take(history, begun(0, R"({"x":0.5})"));
  take(history, {Ended{{0, 0, 0}, {.end = End::failed, .cause = Cause::lost}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::waiting);
  take(history, begun(0, "", 1));
  take(history, {Ended{{0, 0, 1}, {.end = End::failed, .cause = Cause::lost}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::failed);
  take(history, begun(1, R"({"x":0.6})"));
  take(history, {Ended{{1, 0, 0}, {.end = End::failed, .cause = Cause::error}}});
  EXPECT_EQ(history.trials()[1].state(), TrialState::failed);
}

TEST(History, RetriesATrialThatWentOnSeveralTimesAsOftenAsAnyOther) {
  Settings settings = plain_settings();
  settings.retry = {.lost = 1, .error = 0};
  History history;
  take(history, {changed(settings)});
  take(history, begun(0, R"({"x":0.5})"));
  for (int attempt = 0; attempt < 3; ++attempt)
    take(history, {Ended{{0, 0, attempt}, {.end = End::paused}}, Started{.run = {0, 0, attempt + 1}}});
  take(history, {Ended{{0, 0, 3}, {.end = End::failed, .cause = Cause::lost}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::waiting);
  take(history, {Started{.run = {0, 0, 4}}, Ended{{0, 0, 4}, {.end = End::failed, .cause = Cause::lost}}});
  EXPECT_EQ(history.trials()[0].state(), TrialState::failed) << "twice in a row";
}

TEST(History, ReadsOldTrialsAgainWhenTheSpaceChanges) {
  Settings settings = plain_settings();
  settings.space = Space({parse_range("x", "float(0,1)"), parse_range("act", "choice(relu,tanh)")});
  History history;
  take(history, {changed(settings)});
  take(history, begun(0, R"({"x":0.5,"act":"tanh"})"));
  settings.space =
      Space({parse_range("act", "choice(elu,tanh,relu)"), parse_range("x", "float(0,8)"), parse_range("y", "bool")});
  take(history, {changed(settings)});
  const Params& params = history.trials()[0].params;
  EXPECT_EQ(params[0], 1) << "tanh is the second choice now";
  EXPECT_EQ(params[1], 0.5);
  EXPECT_TRUE(params.size() < 3 || std::isnan(params[2]));
  EXPECT_EQ(history.settings().space.write(params), R"({"act":"tanh","x":0.5})");
}

TEST(History, KeepsNamesThatRunsAskedForThroughAChange) {
  History history;
  take(history, {changed(plain_settings())});
  take(history, begun(0, R"({"x":0.5})"));
  take(history, {Assigned{{0, 0, 0}, "y", to_json(parse_range("y", "int(1,9)")), "4", 3}});
  take(history, {changed(plain_settings(20))});
  EXPECT_EQ(history.settings().space.write(history.trials()[0].params), R"({"x":0.5,"y":4})");
  EXPECT_EQ(history.trials()[0].asked, std::vector<std::string>{"y"});
}

TEST(History, CountsTheTimeInWhichSomethingRan) {
  using std::chrono::seconds;
  History history;
  const auto at = [&](int second, Fact fact) {
    history.take({history.revision() + 1, WallTime{seconds{second}}, std::move(fact)});
  };
  at(0, changed(plain_settings()));
  at(100, Added{.trial = 0});
  at(100, Proposed{.trial = 0, .params = "{}"});
  at(100, Started{.run = {0, 0, 0}});
  at(107, Reported{.run = {0, 0, 0}, .step = 1, .metrics = {{"loss", 1}}});
  EXPECT_EQ(history.worked(), seconds{7});
  at(5000, Ended{{0, 0, 0}, {.end = End::failed, .cause = Cause::lost}});
  EXPECT_EQ(history.worked(), seconds{7}) << "dead since nobody knows when";
  at(6000, Started{.run = {0, 0, 1}});
  at(5990, Reported{.run = {0, 0, 1}, .step = 2, .metrics = {}});
  at(6003, Ended{{0, 0, 1}, {}});
  EXPECT_EQ(history.worked(), seconds{10}) << "a clock that jumps back counts once";
}

}  // namespace
}  // namespace kilter::testing
