// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <stdexcept>

#include "kilter/executors/executors.hpp"

namespace kilter::testing {
namespace {

using namespace std::chrono_literals;

Job job(TrialNumber trial) { return {.run = {trial, 0, 0}, .space = {}, .params = {}, .from = {}}; }

SimulatedRun two_reports(const Job& what) {
  const double pace = what.run.trial + 1;
  return {.reports = {{pace, Reported{.run = {}, .step = 1, .metrics = {{"loss", 1}}}},
                      {2 * pace, Reported{.run = {}, .step = 2, .metrics = {{"loss", 0.5}}}}},
          .seconds = 3 * pace,
          .outcome = {}};
}

double seconds(const VirtualClock& clock) { return std::chrono::duration<double>(clock.now() - TimePoint{}).count(); }

TEST(Simulated, EventsComeAtTheirTimes) {
  VirtualClock clock;
  const auto executor = make_simulated(2, clock, two_reports);
  executor->start(job(0));
  executor->start(job(1));
  std::vector<std::pair<double, TrialNumber>> seen;
  const auto of = [](const auto& event) { return event.run.trial; };
  while (executor->room() < 2) {
    const auto event = executor->wait(TimePoint::max());
    ASSERT_TRUE(event);
    seen.emplace_back(seconds(clock), std::visit(of, *event));
  }
  const std::vector<std::pair<double, TrialNumber>> expected = {{1, 0}, {2, 0}, {2, 1}, {3, 0}, {4, 1}, {6, 1}};
  EXPECT_EQ(seen, expected);
}

TEST(Simulated, TheClockGoesNoFurtherThanTheDeadline) {
  VirtualClock clock;
  const auto executor = make_simulated(1, clock, two_reports);
  executor->start(job(0));
  EXPECT_FALSE(executor->wait(TimePoint{} + 400ms));
  EXPECT_EQ(clock.now(), TimePoint{} + 400ms);
  EXPECT_EQ(clock.wall(), WallTime{400ms});
  EXPECT_TRUE(executor->wait(TimePoint{} + 10s));
  EXPECT_EQ(clock.now(), TimePoint{} + 1s);
}

TEST(Simulated, AVerdictEndsTheRunWhereItIs) {
  VirtualClock clock;
  const auto executor = make_simulated(1, clock, two_reports);
  executor->start(job(0));
  ASSERT_TRUE(executor->wait(TimePoint::max()));
  executor->answer({0, 0, 0}, Verdict::pause);
  const auto event = executor->wait(TimePoint::max());
  ASSERT_TRUE(event && std::holds_alternative<Ended>(*event));
  EXPECT_EQ(std::get<Ended>(*event).outcome.end, End::paused);
  EXPECT_EQ(seconds(clock), 1);
  EXPECT_EQ(executor->room(), 1u);
}

TEST(Simulated, WithNothingToHappenItSaysSo) {
  VirtualClock clock;
  const auto executor = make_simulated(1, clock, two_reports);
  EXPECT_FALSE(executor->wait(TimePoint::max()));
  EXPECT_EQ(seconds(clock), 0);
  executor->wake();
  executor->start(job(0));
  EXPECT_FALSE(executor->wait(TimePoint::max())) << "woken";
  EXPECT_TRUE(executor->wait(TimePoint::max()));
}

TEST(Simulated, AnObjectiveThatThrowsIsAFailedOutcome) {
  VirtualClock clock;
  const auto executor = make_simulated(1, clock, [](const Job&) -> SimulatedRun { throw std::runtime_error("no"); });
  executor->start(job(0));
  const auto event = executor->wait(TimePoint::max());
  ASSERT_TRUE(event && std::holds_alternative<Ended>(*event));
  EXPECT_EQ(std::get<Ended>(*event).outcome, (Outcome{End::failed, Cause::error, {}, "no"}));
}

}  // namespace
}  // namespace kilter::testing
