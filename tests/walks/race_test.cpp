// SPDX-License-Identifier: MIT
// The lives that need real threads: racing writers, and a sampler that wants a lock which objectives hold.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "kilter/base/channel.hpp"
#include "kilter/core/tune.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/support/scripted_sampler.hpp"

namespace kilter::testing {
namespace {

Settings settings_for(int trials) {
  Settings settings{.goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.budget.trials = trials;
  return settings;
}

std::shared_ptr<MemoryLog> log_with(const Settings& settings) {
  auto log = make_memory_log();
  const Fact begin = Changed{to_json(settings), *settings.budget.trials, "created"};
  EXPECT_TRUE(open_memory(log)->append({&begin, 1}, {}));
  return log;
}

/// Runs each job on a thread of its own, holding `gil` while it computes, as objectives written in Python do.
class LockedThreads final : public Executor {
 public:
  explicit LockedThreads(std::mutex& gil) : gil_(gil) {}
  std::size_t room() const override { return 4 - busy_; }
  void start(Job job) override {
    ++busy_;
    threads_.emplace_back([this, job = std::move(job)] {
      std::lock_guard hold(gil_);
      events_.put(Reported{job.run, 1, {{"loss", job.params[0]}}});
      events_.put(Ended{job.run, {}});
    });
  }
  std::optional<Event> wait(TimePoint deadline) override {
    auto event = events_.take(deadline);
    if (event && std::holds_alternative<Ended>(*event)) --busy_;
    return event;
  }
  void answer(const RunId&, Answer) override {}
  void stop(const RunId&, Stop) override {}
  void wake() override { events_.wake(); }

 private:
  std::mutex& gil_;
  std::size_t busy_ = 0;
  Channel<Event> events_;
  std::vector<std::jthread> threads_;
};

class LockingSampler final : public Sampler {
 public:
  explicit LockingSampler(std::mutex& gil) : gil_(gil) {}
  std::optional<Proposal> propose(const History& history, const Request& request) override {
    std::lock_guard hold(gil_);
    return inner_.propose(history, request);
  }

 private:
  std::mutex& gil_;
  ScriptedSampler inner_;
};

TEST(Race, ASamplerMayWantTheLockThatObjectivesHold) {
  const auto log = log_with(settings_for(40));
  std::mutex gil;
  LockingSampler sampler(gil);
  Scheduler scheduler;
  SystemClock clock;
  const auto storage = open_memory(log);
  core::Study study(*storage, sampler, scheduler, clock, "a");
  LockedThreads executor(gil);
  const core::Steering steering;
  EXPECT_EQ(core::tune(study, *storage, executor, clock, steering), core::Finish::budget_spent);
  EXPECT_EQ(study.history().next(), 40);
}

TEST(Race, TwoWritersShareAStudyAndEachProposalReplays) {
  const auto log = log_with(settings_for(60));
  const auto work = [&](const char* name) {
    LearningSampler sampler;
    Scheduler scheduler;
    SystemClock clock;
    std::mutex gil;
    const auto storage = open_memory(log);
    core::Study study(*storage, sampler, scheduler, clock, name);
    LockedThreads executor(gil);
    const core::Steering steering;
    core::tune(study, *storage, executor, clock, steering);
  };
  std::thread other(work, "b");
  work("a");
  other.join();

  const auto storage = open_memory(log);
  LearningSampler warm;
  for (TrialNumber i = 0; i < 60; ++i) {
    const TrialNumber n = i * 37 % 60;
    EXPECT_EQ(core::replay(*storage, warm, n).result, core::Replay::Result::proved) << n;
    LearningSampler cold;
    EXPECT_EQ(core::replay(*storage, cold, n).result, core::Replay::Result::proved) << n;
  }
  std::set<RunId> ended;
  for (const auto& entry : storage->since(0))
    if (const auto* f = std::get_if<Ended>(&entry.fact)) {
      EXPECT_TRUE(ended.insert(f->run).second);
    }
  EXPECT_EQ(ended.size(), 60u);
}

TEST(Race, ManyWritersDoNotProposeInVain) {
  const auto log = log_with(settings_for(200));
  std::atomic<int> proposals{0};
  class Counting final : public Sampler {
   public:
    explicit Counting(std::atomic<int>& count) : count_(count) {}
    std::optional<Proposal> propose(const History& history, const Request& request) override {
      ++count_;
      std::this_thread::sleep_for(std::chrono::microseconds(300));
      return inner_.propose(history, request);
    }

   private:
    std::atomic<int>& count_;
    ScriptedSampler inner_;
  };
  std::vector<std::thread> writers;
  for (int w = 0; w < 16; ++w)
    writers.emplace_back([&, w] {
      Counting sampler(proposals);
      Scheduler scheduler;
      SystemClock clock;
      const auto storage = open_memory(log);
      core::Study study(*storage, sampler, scheduler, clock, std::to_string(w));
      while (const auto job = study.ask()) study.tell(job->run, {.values = {{"loss", 1}}});
    });
  for (auto& writer : writers) writer.join();
  EXPECT_LT(proposals.load(), 200 * 3);
}

}  // namespace
}  // namespace kilter::testing
