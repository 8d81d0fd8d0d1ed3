// SPDX-License-Identifier: MIT
#include "kilter/setup/plan.hpp"

#include <gtest/gtest.h>

#include "kilter/setup/advice.hpp"

namespace kilter {
namespace {

Wishes wishes() {
  Wishes w;
  w.name = "k1";
  w.goals = {{.metric = "val_acc", .maximize = true}};
  w.command = {"train", "--lr", "{lr:log(1e-4,1)=0.1}", "--width", "{width:int(16,256)}"};
  w.directory = "/tmp";
  return w;
}

template <class Act>
std::string refusal(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return to_text(error.message());
  }
  return {};
}

TEST(Plan, ChoosesWhatWasNotSaid) {
  const Plan p = plan(wishes());
  EXPECT_EQ(p.settings.name, "k1");
  EXPECT_EQ(p.settings.seed, 0u) << "the same proposals for whoever says nothing";
  EXPECT_EQ(p.settings.sampler.name, "auto");
  EXPECT_EQ(p.settings.scheduler.name, "none");
  EXPECT_EQ(p.settings.budget.trials, 20);
  EXPECT_EQ(p.trials_why, "10 and 5 for each of 2 parameters");
  const Program program = program_of(p.settings);
  EXPECT_EQ(program.command.words, (std::vector<std::string>{"train", "--lr", "{lr}", "--width", "{width}"}));
  EXPECT_EQ(program.command.metrics, std::vector<std::string>{"val_acc"});
}

TEST(Plan, AtMostSixtyTrialsByItself) {
  Wishes w = wishes();
  for (int i = 0; i < 30; ++i) w.parameters.push_back(parse_range("p" + std::to_string(i), "float(0,1)"));
  w.command.emplace_back("{*}");
  EXPECT_EQ(plan(w).settings.budget.trials, 60);
  w.hours = 2;
  EXPECT_EQ(plan(w).settings.budget.trials, std::nullopt) << "a limit on time is enough";
}

TEST(Plan, TwoLengthsMeanEarlyStopping) {
  Wishes w = wishes();
  w.epochs = {3, 90};
  EXPECT_EQ(plan(w).settings.scheduler.name, "auto");
  w.scheduler = Plug{"none"};
  EXPECT_EQ(plan(w).settings.scheduler.name, "none");
}

TEST(Plan, ARangeInTheCommandWins) {
  Wishes w = wishes();
  w.parameters = {parse_range("lr", "float(0,1)"), parse_range("width", "int(1,2)")};
  EXPECT_EQ(plan(w).settings.space[0].scale, Scale::log);
}

TEST(Plan, K101NoPlaceholder) {
  Wishes w = wishes();
  w.command = {"python", "train.py", "--lr", "lr"};
  EXPECT_TRUE(refusal([&] {
                plan(w);
              }).starts_with("error[K101]: the command has no placeholder, so every trial would be the same\n"));
}

TEST(Plan, K103UnknownDirection) {
  Wishes w = wishes();
  w.goals.clear();
  w.metrics = {"gap"};
  EXPECT_EQ(
      refusal([&] { plan(w); }),
      "error[K103]: which direction? \"gap\" is not a name Kilter knows\n   Add --minimize gap or --maximize gap.");
  w.metrics = {"val_loss"};
  EXPECT_FALSE(plan(w).settings.goals.front().maximize);
}

TEST(Plan, WithoutMetricOrParameterThereIsNothingToDo) {
  Wishes w = wishes();
  w.goals.clear();
  EXPECT_TRUE(refusal([&] { plan(w); }).starts_with("error: no metric is named"));
  w = wishes();
  w.command = {"train", "{params}"};
  EXPECT_TRUE(refusal([&] { plan(w); }).starts_with("error: there is nothing to tune"));
  w = wishes();
  w.goals.push_back(w.goals.front());
  EXPECT_EQ(refusal([&] { plan(w); }), "error: the metric \"val_acc\" is named twice");
  w = wishes();
  w.sampler = Plug{"tpee"};
  EXPECT_TRUE(refusal([&] { plan(w); }).starts_with("error: there is no sampler \"tpee\""));
}

TEST(Change, TheSameAgainChangesNothing) {
  const Settings before = plan(wishes()).settings;
  const Change c = change(before, wishes());
  EXPECT_EQ(c.settings, before);
  EXPECT_TRUE(c.differences.empty());
}

TEST(Change, OnlyWhatIsSaidChanges) {
  const Settings before = plan(wishes()).settings;
  Wishes w;
  w.trials = 40;
  w.timeout = 60;
  const Change c = change(before, w);
  EXPECT_EQ(c.differences, (std::vector<std::string>{"trials 20 → 40", "timeout none → 60 s"}));
  EXPECT_EQ(c.settings.budget.trials, 40);
  EXPECT_EQ(c.settings.seed, 0u);
  EXPECT_EQ(program_of(c.settings).timeout, 60);
}

TEST(Change, AWiderRangeIsShown) {
  const Settings before = plan(wishes()).settings;
  Wishes w;
  w.parameters = {parse_range("width", "int(16,512)")};
  const Change c = change(before, w);
  EXPECT_EQ(c.space, std::vector<std::string>{"~ width: { int = [16, 256] } → { int = [16, 512] }"});
  EXPECT_EQ(c.settings.space[0].name, "lr") << "the order stays";
}

TEST(Change, K114AnotherGoal) {
  const Settings before = plan(wishes()).settings;
  Wishes w;
  w.goals = {{.metric = "val_loss", .maximize = false}};
  EXPECT_EQ(
      refusal([&] { change(before, w); }),
      "error[K114]: study \"k1\" exists with another goal (maximize val_acc; now: minimize val_loss)\n"
      "   Every number is recorded in each trial, so nothing needs to run again:  kilter study rerank k1 --minimize "
      "val_loss\n"
      "   Go on with it: leave the goal out, or give the same.   Or a new study: --name k1-val_loss");
  w.goals = {{.metric = "val_acc", .maximize = true, .from = Summary::best}};
  EXPECT_EQ(change(before, w).differences, std::vector<std::string>{"how a curve becomes a value"});
}

TEST(Merging, TheUpperSourceWins) {
  Wishes upper, lower = wishes();
  upper.trials = 5;
  lower.trials = 50;
  lower.seed = 3;
  upper.parameters = {parse_range("b", "int(1,2)"), parse_range("c", "int(1,2)")};
  lower.parameters = {parse_range("a", "int(1,9)"), parse_range("b", "int(1,9)")};
  const Wishes w = merged(upper, lower);
  EXPECT_EQ(w.trials, 5);
  EXPECT_EQ(w.seed, 3u);
  ASSERT_EQ(w.parameters.size(), 3u);
  EXPECT_EQ(w.parameters[1].high, 2);
  EXPECT_EQ(w.command, lower.command);
}

std::string doubt(const Wishes& w) {
  std::string text;
  for (const auto& message : doubts(plan(w).settings, false)) text += to_text(message) + "\n";
  return text;
}

TEST(Doubts, NoneAboutAUsualStudy) { EXPECT_EQ(doubt(wishes()), ""); }

TEST(Doubts, K104MaximizingALoss) {
  Wishes w = wishes();
  w.goals = {{.metric = "val_loss", .maximize = true}};
  EXPECT_EQ(doubt(w),
            "warning[K104]: you asked to maximize \"val_loss\"; loss is normally minimized\n"
            "   Stop: Ctrl-C, then --minimize val_loss with a new --name. Sure: --yes-maximize\n");
  EXPECT_TRUE(doubts(plan(w).settings, true).empty());
}

TEST(Doubts, K107ALinearLearningRate) {
  Wishes w = wishes();
  w.command = {"train", "--lr", "{lr:float(0.00001,0.1)}"};
  EXPECT_TRUE(
      doubt(w).starts_with("warning[K107]: lr = { float = [1e-05, 0.1] } is linear: 90 % of the proposals would lie "
                           "above 0.01\n"))
      << doubt(w);
}

TEST(Doubts, K108FewTrials) {
  Wishes w = wishes();
  w.command = {"train", "{*}"};
  for (int i = 0; i < 9; ++i) w.parameters.push_back(parse_range("p" + std::to_string(i), "float(0,1)"));
  w.trials = 10;
  EXPECT_EQ(doubt(w),
            "warning[K108]: 10 trials for 9 parameters: this will be exploration only, no learned proposals\n"
            "   Tune fewer (lr and weight decay usually matter most), or --trials 55. A known good start is trial 0 "
            "anyway.\n");
}

TEST(Doubts, K118TheTestSet) {
  Wishes w = wishes();
  w.goals = {{.metric = "test_acc", .maximize = true}};
  EXPECT_TRUE(
      doubt(w).starts_with("warning[K118]: the objective \"test_acc\" looks like the test set\n"
                           "   Choosing the best of 20 trials on it makes its score too good."));
}

}  // namespace
}  // namespace kilter
