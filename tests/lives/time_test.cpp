// SPDX-License-Identifier: MIT
// Clocks that jump and machines that sleep lose no run and change no proposal; nor does a process id that comes again.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/lives/life.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/scripted_sampler.hpp"

namespace kilter::testing {
namespace {

using namespace std::chrono_literals;

const Plugs learning{[] { return std::make_unique<LearningSampler>(); }, [] { return std::make_unique<Scheduler>(); }};

Settings three_steps(int trials) {
  Settings settings = plain_settings(trials);
  settings.budget.full = settings.budget.shortest = 3;
  return settings;
}

/// Runs a study while the clock does what `disturb` does to it at each step of trial 2.
History disturbed(const std::function<void(FakeClock&)>& disturb) {
  const auto place = in_memory();
  FakeClock clock;
  Life{*place, learning, clock}.begin(three_steps(5));
  const auto storage = place->open();
  const auto sampler = learning.sampler();
  Scheduler scheduler;
  const auto objective = [&](const Job& job, double step) {
    if (job.run.trial == 2) disturb(clock);
    return learning_curve(job, step);
  };
  FakeExecutor executor(1, clock, objective);
  core::Study study(*storage, *sampler, scheduler, clock, "host:1:1");
  const core::Steering steering;
  EXPECT_EQ(core::tune(study, *storage, executor, clock, steering), core::Finish::budget_spent);
  EXPECT_EQ(faults_of(study.history(), 5, 3), "");
  EXPECT_EQ(unproved(*storage, learning), "");
  for (const auto& trial : study.history().trials()) EXPECT_EQ(trial.parts.at(0).attempt, 0);
  return study.history();
}

std::vector<Params> rows(const History& history) {
  std::vector<Params> rows;
  for (const auto& trial : history.trials()) rows.push_back(trial.params);
  return rows;
}

TEST(Time, JumpsAndSuspendsChangeNoProposal) {
  const auto undisturbed = rows(disturbed([](FakeClock&) {}));
  EXPECT_EQ(rows(disturbed([](FakeClock& c) { c.jump(30 * 24h); })), undisturbed) << "set forward";
  EXPECT_EQ(rows(disturbed([](FakeClock& c) { c.jump(-30 * 24h); })), undisturbed) << "set back";
  EXPECT_EQ(rows(disturbed([](FakeClock& c) { c.pass(8h); })), undisturbed) << "suspended, both clocks went on";
}

TEST(Time, SetBackCountsNoWorkedTimeTwice) {
  const auto worked = disturbed([](FakeClock&) {}).worked();
  EXPECT_LE(disturbed([](FakeClock& c) { c.jump(-1h); }).worked(), worked);
}

TEST(Time, ASleepingMachineLosesNoRunOfALivingWorker) {
  const auto place = in_sqlite();
  FakeClock clock;
  Life{*place, learning, clock}.begin(three_steps(5));
  const auto sleeper = place->open(), other = place->open();
  const auto sampler = learning.sampler();
  Scheduler scheduler;
  core::Study study(*sleeper, *sampler, scheduler, clock, "host:1:1");
  ASSERT_TRUE(study.ask());
  for (const auto time : {1ms, std::chrono::milliseconds(24h), std::chrono::milliseconds(-48h)}) {
    clock.jump(time);
    EXPECT_TRUE(other->lost(clock.wall()).empty());
  }
}

TEST(Pid, OfADeadWorkerMayBelongToAnother) {
  const std::string living = "host:" + std::to_string(getpid()) + ":1";
  std::string pattern = (std::filesystem::temp_directory_path() / "kilter-pid-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const auto storage = open_sqlite(folder / "study.db", Access::create);
  std::vector<Fact> facts = {changed(plain_settings(5)), Added{.trial = 0},
                             Proposed{.trial = 0, .params = "{\"x\":0.5}", .by = "test/1"},
                             Started{.run = {0, 0, 0}, .worker = living}};
  ASSERT_TRUE(storage->append(facts, WallTime{}));
  std::filesystem::create_directories(folder / "workers");
  std::ofstream(folder / "workers" / (living + ".lock")) << getpid() << '\n';
  EXPECT_EQ(storage->lost(WallTime{}), (std::vector<RunId>{{0, 0, 0}}))
      << "its process lives, but nobody holds its lock";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace kilter::testing
