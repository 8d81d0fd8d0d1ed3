// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <set>
#include <sstream>
#include <thread>

#include "kilter/base/error.hpp"
#include "kilter/kilter.hpp"

namespace kilter {
namespace {

double bowl(Run& run) {
  const double x = run.suggest_float("x", -5, 5);
  const double y = run.suggest_float("y", 1e-3, 1e3, kilter::log);
  return (x - 1) * (x - 1) + std::log10(y) * std::log10(y);
}

int count(const Study& study, TrialState state) {
  int n = 0;
  for (const auto& trial : study.trials()) n += trial.state == state;
  return n;
}

class InFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("kilter-api-" + std::to_string(getpid()) +
                                                        testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST(Optimize, TriesAsOftenAsItIsToldAndKnowsTheBest) {
  Study study{{.name = "bowl", .storage = in_memory}};
  EXPECT_EQ(study.optimize(bowl, {.trials = 40}), Finish::budget_spent);
  const auto trials = study.trials();
  ASSERT_EQ(trials.size(), 40u);
  double least = std::numeric_limits<double>::infinity();
  for (const auto& trial : trials) {
    EXPECT_EQ(trial.state, TrialState::complete);
    EXPECT_EQ(trial.params.size(), 2u);
    EXPECT_FALSE(trial.reason.empty());
    least = std::min(least, trial.value.value());
  }
  const auto best = study.best();
  ASSERT_TRUE(best);
  EXPECT_EQ(best->value, least);
  EXPECT_LT(least, 3);
  std::ostringstream text;
  text << best;
  EXPECT_EQ(text.str().find("trial " + std::to_string(best->trial) + ": value "), 0u) << text.str();
  EXPECT_NE(text.str().find("   x "), std::string::npos) << text.str();
}

TEST(Optimize, MaximizesWhereItShall) {
  Study study{{.direction = maximize, .metric = "score", .storage = in_memory}};
  study.optimize([](kilter::Run& run) { return run.suggest_float("x", 0, 1); }, {.trials = 20});
  EXPECT_GT(study.best()->value, 0.8);
  EXPECT_EQ(study.best()->sentence.find("trial"), 0u);
  EXPECT_NE(study.best()->sentence.find("score"), std::string::npos);
}

TEST(Optimize, RunsOneJobInTheCallersThread) {
  Study study{{.storage = in_memory}};
  const auto here = std::this_thread::get_id();
  study.optimize(
      [&](kilter::Run& run) {
        EXPECT_EQ(std::this_thread::get_id(), here);
        return bowl(run);
      },
      {.trials = 3});
  EXPECT_EQ(count(study, TrialState::complete), 3);
}

TEST(Optimize, RunsSeveralJobsAtOnce) {
  Study study{{.storage = in_memory}};
  std::atomic<int> inside{0}, most{0};
  study.optimize(
      [&](kilter::Run& run) {
        const int now = ++inside;
        int seen = most;
        while (seen < now && !most.compare_exchange_weak(seen, now)) {
        }
        const double value = bowl(run);
        while (most < 4) std::this_thread::yield();
        --inside;
        return value;
      },
      {.trials = 12, .jobs = 4});
  EXPECT_EQ(most, 4);
  EXPECT_EQ(count(study, TrialState::complete), 12);
}

TEST(Optimize, ProposesTheSameForTheSameSeed) {
  const auto tried = [](std::uint64_t seed) {
    Study study{{.storage = in_memory, .seed = seed}};
    study.optimize(bowl, {.trials = 8});
    std::vector<std::map<std::string, Value>> all;
    for (const auto& trial : study.trials()) all.push_back(trial.params);
    return all;
  };
  EXPECT_EQ(tried(3), tried(3));
  EXPECT_NE(tried(3), tried(4));
}

TEST(Optimize, AsksForWhatDependsOnAnAnswer) {
  Study study{{.storage = in_memory}};
  study.optimize(
      [](kilter::Run& run) -> Result {
        const auto kind = run.suggest_categorical("kind", {"sgd", "adam"});
        const auto width = run.suggest_int("width", 1, 64, kilter::log);
        if (kind == "adam") return static_cast<double>(width);
        return run.suggest_float("momentum", 0, 1) + (run.suggest_bool("nesterov") ? 1 : 0);
      },
      {.trials = 20});
  std::set<std::size_t> sizes;
  for (const auto& trial : study.trials()) sizes.insert(trial.params.size());
  EXPECT_EQ(count(study, TrialState::complete), 20);
  EXPECT_EQ(sizes.count(4), 1u) << "trials with sgd have all four";
}

TEST(Optimize, TakesASpaceThatIsKnownInAdvanceAndBeginsWithItsDefaults) {
  const Space space({parse_range("x", "float(-5,5)=2"), parse_range("y", "log(1e-3,1e3)=10")});
  Study study{{.storage = in_memory, .space = space}};
  study.optimize(bowl, {.trials = 3});
  EXPECT_EQ(study.trials()[0].params, (std::map<std::string, Value>{{"x", 2.0}, {"y", 10.0}}));
  EXPECT_EQ(*study.trials()[0].value, 2);
}

TEST(Optimize, RecordsEveryWayToEnd) {
  Study study{{.storage = in_memory}};
  study.optimize(
      [](kilter::Run& run) -> Result {
        run.suggest_float("x", 0, 1);
        switch (run.number()) {
          case 0: return pruned;
          case 1: return failed("no data");
          case 2: throw std::runtime_error("broken");
          case 3: return std::numeric_limits<double>::quiet_NaN();
          case 4: return Metrics{{"value", 4}, {"size", 7}};
          default: return 5;
        }
      },
      {.trials = 6});
  std::vector<TrialState> states;
  for (const auto& trial : study.trials()) states.push_back(trial.state);
  using enum TrialState;
  EXPECT_EQ(states, (std::vector{TrialState::pruned, TrialState::failed, TrialState::failed, TrialState::failed,
                                 complete, complete}));
  EXPECT_EQ(study.best()->trial, 4);
}

TEST(Optimize, StopsTrialsThatTheSchedulerGivesUp) {
  Study study{{.storage = in_memory,
               .scheduler = "median",
               .scheduler_options = R"({"startup_trials":3})",
               .shortest = 1,
               .full = 10}};
  study.optimize(
      [](kilter::Run& run) -> Result {
        const double x = run.suggest_float("x", 0, 1);
        for (int epoch = 1; epoch <= 10; ++epoch) {
          run.report(x + 1.0 / epoch, epoch);
          if (run.should_prune()) return pruned;
        }
        return x;
      },
      {.trials = 20});
  EXPECT_GT(count(study, TrialState::pruned), 0);
  EXPECT_GT(count(study, TrialState::complete), 3);
  EXPECT_EQ(study.trials()[0].curve.steps.size(), 10u);
}

TEST(Optimize, PausesAfterThreeEqualCrashesAndGoesOnWhenCalledAgain) {
  Study study{{.storage = in_memory}};
  const auto crash = [](kilter::Run& run) -> Result {
    run.suggest_float("x", 0, 1);
    throw std::runtime_error("no such file: train.csv");
  };
  EXPECT_EQ(study.optimize(crash, {.trials = 10}), Finish::paused);
  EXPECT_EQ(count(study, TrialState::failed), 3);
  EXPECT_EQ(study.optimize(bowl, {.trials = 10}), Finish::budget_spent);
  EXPECT_EQ(count(study, TrialState::complete), 7);
}

TEST(Optimize, EndsAfterTheRunningTrialsWhenItIsStopped) {
  Study study{{.storage = in_memory}};
  const auto finish = study.optimize(
      [&](kilter::Run& run) {
        if (run.number() == 2) study.stop();
        return bowl(run);
      },
      {.trials = 10});
  EXPECT_EQ(finish, Finish::interrupted);
  EXPECT_EQ(count(study, TrialState::complete), 3);
  EXPECT_EQ(study.optimize(bowl, {.trials = 10}), Finish::budget_spent) << "a stop is over with the call that it ended";
}

TEST(Optimize, NeedsAFunction) {
  Study study{{.storage = in_memory}};
  EXPECT_THROW(study.optimize(nullptr), Error);
}

TEST(Optimize, KeepsSeveralGoals) {
  Study study{{.goals = {{.metric = "loss"}, {.metric = "acc", .maximize = true}}, .storage = in_memory}};
  study.optimize(
      [](kilter::Run& run) -> Result {
        const double x = run.suggest_float("x", 0, 1);
        run.report({{"loss", x + 1}, {"acc", -x}}, 1);
        return Metrics{{"loss", x}, {"acc", 1 - x}};
      },
      {.trials = 5});
  EXPECT_EQ(study.trials()[0].curve.columns.size(), 2u);
  EXPECT_EQ(count(study, TrialState::complete), 5);
}

TEST_F(InFolder, GoesOnWhereAnEarlierStartEnded) {
  {
    Study study{{.name = "mlp", .storage = folder_}};
    study.optimize(bowl, {.trials = 5});
  }
  EXPECT_TRUE(std::filesystem::exists(folder_ / "mlp" / "study.db"));
  Study again{{.name = "mlp", .storage = folder_}};
  EXPECT_EQ(again.trials().size(), 5u);
  again.optimize(bowl, {.trials = 5});
  EXPECT_EQ(again.trials().size(), 5u) << "the number of trials is a total";
  again.optimize(bowl, {.trials = 8, .jobs = 2});
  EXPECT_EQ(count(again, TrialState::complete), 8);
}

TEST_F(InFolder, RefusesAnotherGoal) {
  Study study{{.name = "mlp", .storage = folder_}};
  try {
    Study other{{.name = "mlp", .direction = maximize, .metric = "acc", .storage = folder_}};
    FAIL() << "opened it with another goal";
  } catch (const Error& error) {
    EXPECT_EQ(error.message().code, "K114");
    EXPECT_EQ(error.message().headline, "study \"mlp\" exists with another goal (minimize value; now: maximize acc)");
  }
}

TEST_F(InFolder, KeepsTheSamplerThatAStudyHasUnlessToldOtherwise) {
  const auto by = [&](const std::string& sampler, int trials) {
    Study study{{.name = "mlp", .storage = folder_, .sampler = sampler}};
    study.optimize(bowl, {.trials = trials});
    return study.trials().back().reason;
  };
  const auto random = by("random", 3);
  EXPECT_EQ(by("", 4), random);
  EXPECT_NE(by("quasi_random", 5), random);
}

TEST(StudyOptions, AreChecked) {
  EXPECT_THROW(Study({.storage = in_memory, .sampler = "randon"}), Error);
  EXPECT_THROW(Study({.storage = in_memory, .scheduler = "ashaa"}), Error);
  EXPECT_THROW(Study({.name = "a/b", .storage = "/tmp"}), Error);
}

}  // namespace
}  // namespace kilter
