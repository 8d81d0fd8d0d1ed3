// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/kilter.hpp"

namespace kilter {
namespace {

double line(Run& run) { return run.suggest_float("x", 0, 1); }

TEST(AskTell, RunsUntilTheTrialsAreSpent) {
  Study study{{.storage = in_memory, .trials = 12}};
  int asked = 0;
  for (auto claim = study.ask(); claim; claim = study.ask()) {
    EXPECT_EQ(claim->number(), asked++);
    const double x = line(*claim);
    EXPECT_EQ(claim->params(), (std::map<std::string, Value>{{"x", x}}));
    EXPECT_TRUE(study.tell(std::move(claim), x));
  }
  EXPECT_EQ(asked, 12);
  EXPECT_EQ(study.trials().size(), 12u);
  EXPECT_EQ(study.best()->value, [&] {
    double least = 1;
    for (const auto& trial : study.trials()) least = std::min(least, *trial.value);
    return least;
  }());
}

TEST(AskTell, GivesBackAClaimThatIsDropped) {
  Study study{{.storage = in_memory, .trials = 2}};
  double first = 0;
  std::uint64_t seed = 0;
  {
    auto claim = study.ask();
    first = line(*claim);
    seed = claim->seed();
    EXPECT_EQ(claim->attempt(), 0);
  }
  auto again = study.ask();
  EXPECT_EQ(again->number(), 0);
  EXPECT_EQ(again->attempt(), 1);
  EXPECT_EQ(again->seed(), seed);
  EXPECT_EQ(line(*again), first) << "a trial has one configuration for ever";
  EXPECT_TRUE(study.tell(std::move(again), first));
  EXPECT_EQ(study.ask()->number(), 1);
}

TEST(AskTell, TellsTheRunWhenToStop) {
  Study study{{.storage = in_memory,
               .scheduler = "median",
               .scheduler_options = R"({"startup_trials":2})",
               .full = 3,
               .trials = 3}};
  for (int trial = 0; trial < 3; ++trial) {
    auto claim = study.ask();
    const double value = line(*claim) + 10 * trial;
    claim->report(value, 1);
    EXPECT_EQ(claim->should_stop(), trial == 2);
    study.tell(std::move(claim), value);
  }
  EXPECT_EQ(study.trials()[2].state, TrialState::pruned);
}

TEST(AskTell, HandsOutSeveralBeforeTheFirstParameterIsKnown) {
  Study study{{.storage = in_memory, .trials = 3}};
  std::vector<Claim> claims;
  for (auto claim = study.ask(); claim; claim = study.ask()) claims.push_back(std::move(claim));
  ASSERT_EQ(claims.size(), 3u);
  std::set<double> values;
  for (auto& claim : claims) {
    const double x = line(*claim);
    values.insert(x);
    study.tell(std::move(claim), x);
  }
  EXPECT_EQ(values.size(), 3u);
}

TEST(AskTell, KeepsNotesAndFailures) {
  Study study{{.storage = in_memory, .trials = 2}};
  auto claim = study.ask();
  line(*claim);
  claim->note("host", "gpu14");
  study.tell(std::move(claim), failed("no data"));
  EXPECT_EQ(study.trials()[0].state, TrialState::failed);
  EXPECT_FALSE(study.best());
}

TEST(AskTell, RefusesAnEmptyClaim) {
  Study study{{.storage = in_memory, .trials = 0}};
  EXPECT_FALSE(study.ask());
  EXPECT_THROW(study.tell(Claim(), 1), Error);
}

TEST(AskTell, SaysWhenARangeDoesNotFitWhatWasGivenBefore) {
  Study study{{.storage = in_memory}};
  auto claim = study.ask();
  line(*claim);
  EXPECT_THROW(claim->suggest_int("x", 1, 9), Error);
  study.tell(std::move(claim), 1);
}

TEST(AskTell, ServesManyThreadsAtOnce) {
  Study study{{.storage = in_memory, .trials = 200}};
  std::mutex mutex;
  std::multiset<TrialNumber> numbers;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (auto claim = study.ask(); claim; claim = study.ask()) {
          const double x = line(*claim);
          claim->report(x, 1);
          {
            std::lock_guard lock(mutex);
            numbers.insert(claim->number());
          }
          study.tell(std::move(claim), x);
          study.best();
        }
      });
  }
  EXPECT_EQ(numbers.size(), 200u);
  EXPECT_EQ(std::set<TrialNumber>(numbers.begin(), numbers.end()).size(), 200u);
}

TEST(AskTell, WorksBesideOptimize) {
  Study study{{.storage = in_memory, .trials = 60}};
  std::jthread other([&] {
    for (auto claim = study.ask(); claim; claim = study.ask()) {
      const double x = line(*claim);
      study.tell(std::move(claim), x);
    }
  });
  study.optimize(line, {.jobs = 2});
  other.join();
  EXPECT_EQ(study.trials().size(), 60u);
  for (const auto& trial : study.trials()) EXPECT_EQ(trial.state, TrialState::complete);
}

}  // namespace
}  // namespace kilter
