// SPDX-License-Identifier: MIT
#include "tests/contracts/executor_contract.hpp"

#include <chrono>
#include <map>
#include <thread>
#include <vector>

namespace kilter {
namespace {

using namespace std::chrono_literals;
using Then = ScriptedJob::Then;

constexpr auto long_enough = 60s;

Space script_space() {
  Parameter reports{.name = "reports", .kind = Kind::integer, .low = 0, .high = 1000000};
  Parameter then{.name = "then",
                 .kind = Kind::categorical,
                 .choices = {std::string("completes"), std::string("fails"), std::string("waits")}};
  return Space({reports, then});
}

}  // namespace

Job scripted_job(const RunId& run, const ScriptedJob& script) {
  static const Space space = script_space();
  return {
      .run = run, .space = space, .params = {static_cast<double>(script.reports), static_cast<double>(script.then)}};
}

ScriptedJob script_of(const Job& job) {
  return {.reports = static_cast<int>(job.params[0]), .then = static_cast<Then>(static_cast<int>(job.params[1]))};
}

std::string executor_bench_name(const ::testing::TestParamInfo<ExecutorBenchMaker>& info) { return info.param.name; }

Event ExecutorContract::next(Executor& executor) {
  const TimePoint deadline = bench_->clock().now() + long_enough;
  while (bench_->clock().now() < deadline)
    if (auto event = executor.wait(deadline)) return std::move(*event);
  ADD_FAILURE() << "no event";
  return Ended{};
}

Ended ExecutorContract::next_end(Executor& executor, Verdict verdict) {
  for (int i = 0; i < 100000 && !HasFailure(); ++i) {
    Event event = next(executor);
    if (auto* ended = std::get_if<Ended>(&event)) return std::move(*ended);
    if (const auto* reported = std::get_if<Reported>(&event)) executor.answer(reported->run, verdict);
  }
  return {};
}

TEST_P(ExecutorContract, RoomFallsWithEachStartAndComesBackWithEachEnd) {
  const auto executor = bench_->make(2);
  EXPECT_EQ(executor->room(), 2u);
  executor->start(scripted_job({0}, {.then = Then::waits}));
  EXPECT_EQ(executor->room(), 1u);
  executor->start(scripted_job({1}, {.then = Then::waits}));
  EXPECT_EQ(executor->room(), 0u);
  executor->stop({0}, Stop::gently);
  EXPECT_EQ(next_end(*executor).run, RunId{0});
  EXPECT_EQ(executor->room(), 1u);
  executor->stop({1}, Stop::gently);
  EXPECT_EQ(next_end(*executor).run, RunId{1});
  EXPECT_EQ(executor->room(), 2u);
}

TEST_P(ExecutorContract, WaitsUntilTheDeadlineWhenNothingRuns) {
  const auto executor = bench_->make(1);
  const TimePoint deadline = bench_->clock().now() + 20ms;
  EXPECT_FALSE(executor->wait(deadline));
  EXPECT_GE(bench_->clock().now(), deadline);
}

TEST_P(ExecutorContract, ReportsComeInOrderAndThenTheEndAndThenNothing) {
  const auto executor = bench_->make(1);
  executor->start(scripted_job({7, 2, 3}, {.reports = 5}));
  for (int step = 1; step <= 5; ++step) {
    const Event event = next(*executor);
    const auto* reported = std::get_if<Reported>(&event);
    ASSERT_TRUE(reported);
    EXPECT_EQ(reported->run, (RunId{7, 2, 3}));
    EXPECT_EQ(reported->step, step);
    ASSERT_EQ(reported->metrics.size(), 1u);
    EXPECT_EQ(reported->metrics[0], (Metric{"loss", static_cast<double>(step)}));
    executor->answer(reported->run, Verdict::go_on);
  }
  const Event last = next(*executor);
  ASSERT_TRUE(std::holds_alternative<Ended>(last));
  EXPECT_EQ(std::get<Ended>(last).run, (RunId{7, 2, 3}));
  EXPECT_EQ(std::get<Ended>(last).outcome.end, End::completed);
  EXPECT_FALSE(executor->wait(bench_->clock().now() + 20ms));
}

TEST_P(ExecutorContract, AFailingJobIsAnOutcomeAndTheNextOneRuns) {
  const auto executor = bench_->make(1);
  executor->start(scripted_job({0}, {.reports = 1, .then = Then::fails}));
  const Ended failed = next_end(*executor);
  EXPECT_EQ(failed.outcome.end, End::failed);
  EXPECT_EQ(failed.outcome.cause, Cause::error);
  EXPECT_FALSE(failed.outcome.detail.empty());
  executor->start(scripted_job({1}, {.reports = 1}));
  EXPECT_EQ(next_end(*executor).outcome.end, End::completed);
}

TEST_P(ExecutorContract, RunsSideBySideKeepTheirOwnOrder) {
  constexpr int runs = 4;
  const auto executor = bench_->make(runs);
  for (int trial = 0; trial < runs; ++trial) executor->start(scripted_job({trial}, {.reports = 10 + trial}));
  std::map<RunId, int> reports;
  int ended = 0;
  while (ended < runs && !HasFailure()) {
    const Event event = next(*executor);
    if (const auto* reported = std::get_if<Reported>(&event)) {
      EXPECT_EQ(reported->step, ++reports[reported->run]);
      executor->answer(reported->run, Verdict::go_on);
    } else if (const auto* end = std::get_if<Ended>(&event)) {
      EXPECT_EQ(reports[end->run], 10 + end->run.trial);
      ++ended;
    }
  }
}

TEST_P(ExecutorContract, AVerdictToStopEndsTheRun) {
  const auto executor = bench_->make(1);
  executor->start(scripted_job({0}, {.reports = 3, .then = Then::waits}));
  EXPECT_EQ(next_end(*executor, Verdict::stop).outcome.end, End::stopped);
}

TEST_P(ExecutorContract, AVerdictToPauseEndsTheRunAsPaused) {
  const auto executor = bench_->make(1);
  executor->start(scripted_job({0}, {.reports = 3, .then = Then::waits}));
  EXPECT_EQ(next_end(*executor, Verdict::pause).outcome.end, End::paused);
}

TEST_P(ExecutorContract, AVerdictMayComeWithoutAReport) {
  const auto executor = bench_->make(1);
  executor->start(scripted_job({0}, {.then = Then::waits}));
  executor->answer({0}, Verdict::stop);
  EXPECT_EQ(next_end(*executor).outcome.end, End::stopped);
}

TEST_P(ExecutorContract, StoppingGentlyAndAtOnceBothEndTheRun) {
  const auto executor = bench_->make(2);
  executor->start(scripted_job({0}, {.then = Then::waits}));
  executor->start(scripted_job({1}, {.then = Then::waits}));
  executor->stop({0}, Stop::gently);
  EXPECT_NE(next_end(*executor).outcome.end, End::completed);
  executor->stop({1}, Stop::now);
  EXPECT_NE(next_end(*executor).outcome.end, End::completed);
}

TEST_P(ExecutorContract, UnknownRunsAreIgnored) {
  const auto executor = bench_->make(1);
  executor->stop({5}, Stop::now);
  executor->answer({5}, Verdict::stop);
  executor->start(scripted_job({0, 0, 1}, {.reports = 1}));
  executor->stop({0, 0, 0}, Stop::now);  // an earlier attempt is another run
  EXPECT_EQ(next_end(*executor).outcome.end, End::completed);
  executor->stop({0, 0, 1}, Stop::gently);
  executor->answer({0, 0, 1}, Verdict::stop);
  EXPECT_FALSE(executor->wait(bench_->clock().now() + 20ms));
}

TEST_P(ExecutorContract, WakeEndsTheWaitFromAnotherThread) {
  if (!bench_->takes_real_time()) GTEST_SKIP() << "nothing to interrupt";
  const auto executor = bench_->make(1);
  executor->start(scripted_job({0}, {.then = Then::waits}));
  const TimePoint begin = bench_->clock().now();
  std::jthread other([&] { executor->wake(); });
  EXPECT_FALSE(executor->wait(begin + long_enough));
  EXPECT_LT(bench_->clock().now(), begin + long_enough);
}

TEST_P(ExecutorContract, AWakeBeforeTheWaitIsNotLost) {
  if (!bench_->takes_real_time()) GTEST_SKIP() << "nothing to interrupt";
  const auto executor = bench_->make(1);
  executor->wake();
  const TimePoint begin = bench_->clock().now();
  EXPECT_FALSE(executor->wait(begin + long_enough));
  EXPECT_LT(bench_->clock().now(), begin + long_enough);
}

TEST_P(ExecutorContract, GoesAwayWithJobsStillRunning) {
  const auto executor = bench_->make(2);
  executor->start(scripted_job({0}, {.reports = 3, .then = Then::waits}));
  executor->start(scripted_job({1}, {.reports = 3, .then = Then::waits}));
  (void)executor->wait(bench_->clock().now() + 20ms);
}

}  // namespace kilter
