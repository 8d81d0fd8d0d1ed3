// SPDX-License-Identifier: MIT
#include "kilter/core/tune.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/storage/storages.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/scripted_sampler.hpp"

namespace kilter::testing {
namespace {

using core::Finish;
using core::Haste;

class TuneTest : public ::testing::Test {
 protected:
  void begin(const Settings& settings) {
    const Fact fact = changed(settings);
    ASSERT_TRUE(storage->append({&fact, 1}, clock.wall()));
    study.emplace(*storage, sampler, scheduler, clock, "a");
  }

  Finish tune(StepMetrics objective, std::span<Tracker* const> trackers = {}) {
    FakeExecutor executor(2, clock, std::move(objective));
    return core::tune(*study, *storage, executor, clock, steering, trackers);
  }

  int count(TrialState state) const {
    int found = 0;
    for (const auto& trial : study->history().trials()) found += trial.state() == state;
    return found;
  }

  FakeClock clock;
  std::shared_ptr<MemoryLog> log = make_memory_log();
  std::unique_ptr<Storage> storage = open_memory(log);
  ScriptedSampler sampler;
  Scheduler scheduler;
  core::Steering steering;
  std::optional<core::Study> study;
};

Metrics fine(const Job& job, double) { return {{"loss", job.params[0]}}; }

TEST_F(TuneTest, SpendsTheBudgetAndGoesOnWhenItGrows) {
  begin(plain_settings(7));
  EXPECT_EQ(tune(fine), Finish::budget_spent);
  EXPECT_EQ(count(TrialState::complete), 7);
  EXPECT_EQ(tune(fine), Finish::budget_spent);
  EXPECT_EQ(count(TrialState::complete), 7);
  study->write({changed(plain_settings(9))});
  EXPECT_EQ(tune(fine), Finish::budget_spent);
  EXPECT_EQ(count(TrialState::complete), 9);
}

TEST_F(TuneTest, DrainsWhenAsked) {
  begin(plain_settings(50));
  const auto objective = [&](const Job& job, double step) {
    if (job.run.trial == 3) steering.haste = Haste::drain;
    return fine(job, step);
  };
  EXPECT_EQ(tune(objective), Finish::interrupted);
  EXPECT_EQ(count(TrialState::running), 0);
  EXPECT_EQ(count(TrialState::waiting), 0);
  EXPECT_LE(study->history().next(), 5);
}

TEST_F(TuneTest, GivesRunningTrialsBackAndTakesThemUpAgain) {
  Settings settings = plain_settings(6);
  settings.budget.full = settings.budget.shortest = 5;
  begin(settings);
  const auto objective = [&](const Job& job, double step) {
    if (job.run.trial == 2 && step == 2) steering.haste = Haste::give_back;
    return fine(job, step);
  };
  EXPECT_EQ(tune(objective), Finish::interrupted);
  EXPECT_GE(count(TrialState::waiting), 1);
  EXPECT_EQ(count(TrialState::running), 0);
  steering.haste = Haste::none;
  EXPECT_EQ(tune(fine), Finish::budget_spent);
  EXPECT_EQ(count(TrialState::complete), 6);
  EXPECT_EQ(study->history().trials()[2].part(0)->attempt, 1);
}

TEST_F(TuneTest, EndsWhenTheHoursAreWorked) {
  Settings settings = plain_settings(1000);
  settings.budget.hours = 20.0 / 3600;
  begin(settings);
  EXPECT_EQ(tune(fine), Finish::out_of_time);
  EXPECT_GE(study->history().worked(), std::chrono::seconds(20));
  EXPECT_LE(study->history().worked(), std::chrono::seconds(26));
  const auto trials = study->history().next();
  EXPECT_EQ(tune(fine), Finish::out_of_time) << "a total over all starts";
  EXPECT_EQ(study->history().next(), trials);
}

TEST_F(TuneTest, EndsAtTheTimeOfDay) {
  Settings settings = plain_settings(1000);
  settings.budget.until = clock.wall() + std::chrono::seconds(10);
  begin(settings);
  EXPECT_EQ(tune(fine), Finish::out_of_time);
  EXPECT_GE(clock.wall(), *settings.budget.until);
}

TEST_F(TuneTest, PausesAStudyWhoseProgramCannotWork) {
  begin(plain_settings(50));
  const auto silent = [](const Job&, double) { return Metrics{}; };
  EXPECT_EQ(tune(silent), Finish::paused);
  EXPECT_LE(study->history().next(), 5);
  EXPECT_TRUE(study->history().settings().paused);
}

TEST_F(TuneTest, ATrialThatDiesIsDataAndNeverTheEnd) {
  begin(plain_settings(12));
  const auto moody = [](const Job& job, double) {
    if (job.run.trial % 3 == 1) return Metrics{};
    return Metrics{{"loss", job.run.trial % 3 == 2 ? std::nan("") : 1.0}};
  };
  EXPECT_EQ(tune(moody), Finish::budget_spent);
  EXPECT_EQ(count(TrialState::complete), 4);
  EXPECT_EQ(count(TrialState::failed), 8);
}

TEST_F(TuneTest, TakesOverWhatADeadWorkerLeft) {
  begin(plain_settings(4));
  {
    const auto others = open_memory(log);
    core::Study dead(*others, sampler, scheduler, clock, "dead");
    ASSERT_TRUE(dead.ask());
  }
  EXPECT_EQ(tune(fine), Finish::budget_spent);
  EXPECT_EQ(count(TrialState::complete), 4);
  EXPECT_EQ(study->history().trials()[0].part(0)->attempt, 1);
  EXPECT_EQ(study->history().trials()[0].part(0)->worker, "a");
}

TEST_F(TuneTest, DoesNotWaitForRunsAskedForByHand) {
  begin(plain_settings(4));
  const auto others = open_memory(log);
  core::Study by_hand(*others, sampler, scheduler, clock, "ask:anna");
  ASSERT_TRUE(by_hand.ask());
  EXPECT_EQ(tune(fine), Finish::budget_spent);
  EXPECT_EQ(count(TrialState::complete), 3);
  EXPECT_EQ(count(TrialState::running), 1);
}

TEST_F(TuneTest, ShowsTrackersEveryEntryOnceAndAgainWhatTheyCouldNotDeliver) {
  class Lazy final : public Tracker {
   public:
    std::vector<Revision> seen;
    Revision follow(const History& history, Revision after) override {
      EXPECT_EQ(after, seen.empty() ? 0 : seen.back());
      seen.push_back(std::min(history.revision(), after + 2));
      return seen.back();
    }
  } lazy;
  Tracker* trackers[] = {&lazy};
  begin(plain_settings(5));
  tune(fine, trackers);
  EXPECT_GT(lazy.seen.size(), 5u);
}

}  // namespace
}  // namespace kilter::testing
