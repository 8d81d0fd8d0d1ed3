// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <csignal>
#include <set>
#include <stdexcept>
#include <thread>

#include "kilter/core/tune.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/executors/run.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/support/scripted_sampler.hpp"

namespace kilter::testing {
namespace {

using namespace std::chrono_literals;

Job job(TrialNumber trial, Space space = Space(), Params params = {}) {
  return {.run = {trial, 0, 0}, .space = std::move(space), .params = std::move(params), .from = {}};
}

template <class T>
T next(Executor& executor) {
  auto event = executor.wait(std::chrono::steady_clock::now() + 60s);
  EXPECT_TRUE(event && std::holds_alternative<T>(*event));
  return event && std::holds_alternative<T>(*event) ? std::get<T>(std::move(*event)) : T{};
}

Outcome ended(Objective objective, Job what = job(0)) {
  const auto executor = make_threads(1, std::move(objective));
  executor->start(std::move(what));
  return next<Ended>(*executor).outcome;
}

TEST(Threads, TellTheRunAllOfItsJob) {
  Job what = job(7);
  what.run = {7, 2, 1};
  what.budget = 27;
  what.from_step = 9;
  what.seed = 99;
  const Outcome outcome = ended(
      [](kilter::Run& run) {
        return Outcome{.values = {{"number", run.number() + 0.0},
                                  {"part", run.part() + 0.0},
                                  {"attempt", run.attempt() + 0.0},
                                  {"seed", static_cast<double>(run.seed())},
                                  {"budget", run.budget()},
                                  {"from", run.from_step()}},
                       .detail = {}};
      },
      what);
  EXPECT_EQ(outcome.values,
            (Metrics{{"number", 7}, {"part", 2}, {"attempt", 1}, {"seed", 99}, {"budget", 27}, {"from", 9}}));
}

TEST(Threads, KnownNamesAreAnsweredWithoutAnEvent) {
  const Space space({parse_range("lr", "log(1e-4,1)"), parse_range("n", "int(1,9)"),
                     parse_range("act", "choice(relu,tanh)"), parse_range("b", "bool"),
                     parse_range("k", "ordered(18,34,50)")});
  const Outcome outcome = ended(
      [](kilter::Run& run) {
        const double lr = run.suggest_float("lr", 1e-4, 1, Scale::log);
        const double n = static_cast<double>(run.suggest_int("n", 1, 9));
        const std::string act = run.suggest_categorical("act", {"relu", "tanh"});
        return Outcome{.values = {{"lr", lr}, {"n", n}, {act, run.suggest_bool("b") ? 1.0 : 0.0}}, .detail = {}};
      },
      job(0, space, {0.25, 4, 1, 1, 2}));
  EXPECT_EQ(outcome.values, (Metrics{{"lr", 0.25}, {"n", 4}, {"tanh", 1}}));
}

TEST(Threads, ANewNameIsAskedForAndAnsweredOnce) {
  const auto executor = make_threads(1, [](kilter::Run& run) {
    const double first = run.suggest_float("x", 0, 10);
    return Outcome{.values = {{"x", first + run.suggest_float("x", 0, 10)}}, .detail = {}};
  });
  executor->start(job(0));
  const Wanted wanted = next<Wanted>(*executor);
  EXPECT_EQ(wanted.parameter.name, "x");
  EXPECT_EQ(wanted.parameter.high, 10);
  executor->answer(wanted.run, Value(2.5));
  EXPECT_EQ(next<Ended>(*executor).outcome.values, (Metrics{{"x", 5}}));
}

TEST(Threads, ARefusalFailsTheTrialWithItsSentence) {
  const auto executor = make_threads(1, [](kilter::Run& run) {
    run.suggest_int("n", 1, 9);
    return Outcome{};
  });
  executor->start(job(0));
  executor->answer(next<Wanted>(*executor).run, Refusal{"\"n\" is already a parameter of another kind"});
  const Outcome outcome = next<Ended>(*executor).outcome;
  EXPECT_EQ(outcome.cause, Cause::error);
  EXPECT_EQ(outcome.detail, "\"n\" is already a parameter of another kind");
}

TEST(Threads, AValueOutsideTheRangeAskedForIsSaid) {
  const Outcome outcome = ended([](kilter::Run& run) { return run.suggest_int("width", 16, 64), Outcome{}; },
                                job(3, Space({parse_range("width", "int(16,256)")}), {128}));
  EXPECT_EQ(outcome.end, End::failed);
  EXPECT_EQ(outcome.detail, "trial 3 has width = 128, but the program asks for a whole number from 16 to 64");
  const Outcome kind = ended([](kilter::Run& run) { return run.suggest_bool("width"), Outcome{}; },
                             job(3, Space({parse_range("width", "int(16,256)")}), {128}));
  EXPECT_EQ(kind.detail, "trial 3 has width = 128, but the program asks for true or false");
}

TEST(Threads, ExceptionsAreFailedOutcomes) {
  const Outcome error = ended([](kilter::Run&) -> Outcome { throw std::runtime_error("loss exploded"); });
  EXPECT_EQ(error, (Outcome{End::failed, Cause::error, {}, "loss exploded"}));
  EXPECT_EQ(ended([](kilter::Run&) -> Outcome { throw std::bad_alloc(); }).cause, Cause::oom);
  EXPECT_EQ(ended([](kilter::Run&) -> Outcome { throw 3; }).end, End::failed);
}

TEST(Threads, ReportsHaveTheGoalsNameAndComeInOrder) {
  const auto executor = make_threads(
      1,
      [](kilter::Run& run) {
        run.report(0.5, 1);
        run.report(Metrics{{"loss", 0.25}, {"acc", 0.9}}, 2);
        run.note("host", "here");
        return Outcome{};
      },
      "loss");
  executor->start(job(0));
  const auto first = next<Reported>(*executor);
  EXPECT_EQ(first, (Reported{{0, 0, 0}, 1, {{"loss", 0.5}}}));
  EXPECT_EQ(next<Reported>(*executor), (Reported{{0, 0, 0}, 2, {{"loss", 0.25}, {"acc", 0.9}}}));
  EXPECT_EQ(next<Noted>(*executor), (Noted{{0, 0, 0}, "host", "here"}));
  next<Ended>(*executor);
}

TEST(Threads, AVerdictReachesTheRunAndNamesItsEnd) {
  for (const Verdict verdict : {Verdict::stop, Verdict::pause}) {
    const auto executor = make_threads(1, [](kilter::Run& run) {
      run.report(1, 1);
      while (!run.should_stop()) std::this_thread::yield();
      return Outcome{.values = {{"loss", 1}}, .detail = {}};
    });
    executor->start(job(0));
    executor->answer(next<Reported>(*executor).run, verdict);
    const Outcome outcome = next<Ended>(*executor).outcome;
    EXPECT_EQ(outcome.end, verdict == Verdict::stop ? End::stopped : End::paused);
    EXPECT_EQ(outcome.values, (Metrics{{"loss", 1}}));
  }
}

TEST(Threads, ARunThatNeverLookedHasCompleted) {
  const auto executor = make_threads(1, [](kilter::Run& run) {
    run.suggest_bool("b");
    return Outcome{};
  });
  executor->start(job(0));
  const auto wanted = next<Wanted>(*executor);
  executor->answer(wanted.run, Verdict::stop);
  executor->answer(wanted.run, Value(true));
  EXPECT_EQ(next<Ended>(*executor).outcome.end, End::completed);
}

TEST(Threads, GoAwayWhileARunWaitsForAnAnswer) {
  const auto executor = make_threads(2, [](kilter::Run& run) {
    run.suggest_bool("b");
    return Outcome{};
  });
  executor->start(job(0));
  executor->start(job(1));
  next<Wanted>(*executor);
}

TEST(Threads, ASignalHandlerMayWake) {
  static Executor* sleeping = nullptr;
  const auto executor = make_threads(1, [](kilter::Run&) { return Outcome{}; });
  sleeping = executor.get();
  const auto before = std::signal(SIGUSR1, [](int) { sleeping->wake(); });
  std::raise(SIGUSR1);
  std::signal(SIGUSR1, before);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(executor->wait(start + 60s));
  EXPECT_LT(std::chrono::steady_clock::now(), start + 60s);
}

// A whole study whose objective names its parameters while it runs, four at once.
TEST(Threads, TuneAProgramThatNamesItsParametersAsItGoes) {
  const auto log = make_memory_log();
  Settings settings{.goals = {{"loss"}}};
  settings.budget.trials = 40;
  const Fact begin = Changed{to_json(settings), 40, "created"};
  const auto storage = open_memory(log);
  ASSERT_TRUE(storage->append({&begin, 1}, {}));
  ScriptedSampler sampler;
  Scheduler scheduler;
  SystemClock clock;
  core::Study study(*storage, sampler, scheduler, clock, "w");
  const auto executor = make_threads(
      4,
      [](kilter::Run& run) {
        const double x = run.suggest_float("x", -1, 1);
        const double y = x > 0 ? run.suggest_float("y", 0, 1) : 0;
        run.report(x * x + y, 1);
        return Outcome{};
      },
      "loss");
  core::Steering steering;
  EXPECT_EQ(core::tune(study, *storage, *executor, clock, steering), core::Finish::budget_spent);
  ASSERT_EQ(study.history().next(), 40);
  for (const auto& trial : study.history().trials()) EXPECT_EQ(trial.state(), TrialState::complete) << trial.number;
  EXPECT_TRUE(study.history().settings().space.find("x"));
}

}  // namespace
}  // namespace kilter::testing
