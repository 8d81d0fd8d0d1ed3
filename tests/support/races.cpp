// SPDX-License-Identifier: MIT
#include "tests/support/races.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "kilter/core/tune.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/support/scripted_sampler.hpp"

namespace kilter::testing {
namespace {

constexpr int most_events = 100'000;

/// Asks for no more than a study can need, so that a scheduler that never ends fails instead.
class Counted final : public Scheduler {
 public:
  explicit Counted(Scheduler& inner) : inner_(inner) {}
  std::optional<Assignment> next(const History& history, const Rng& rng) override {
    count();
    return inner_.next(history, rng);
  }
  Decision judge(const History& history, const RunId& run) override {
    count();
    return inner_.judge(history, run);
  }

 private:
  void count() {
    if (++calls_ > most_events) throw std::runtime_error("the study does not end");
  }
  Scheduler& inner_;
  int calls_ = 0;
};

SimulatedRun simulate(const Race& race, const Job& job) {
  const Rng rng{race.seed + 1, static_cast<std::uint64_t>(job.run.trial)};
  const double pace = 0.5 + rng.uniform(1, 0);
  const bool fails = rng.uniform(2, 0) < race.nan_share;
  SimulatedRun plan;
  const double from = race.resumes ? job.from_step : 0;
  for (double step = from + 1; step <= job.budget; ++step) {
    double loss = job.params.at(0) + (1 + job.params[0]) / step;
    loss += race.noise * (rng.uniform(3, static_cast<std::uint64_t>(step)) - 0.5);
    if (fails && step >= 2) loss = std::nan("");
    const Metrics metrics = {{"other", step}, {"loss", race.maximize ? -loss : loss}};
    plan.reports.emplace_back((step - from) * pace, Reported{.run = {}, .step = step, .metrics = metrics});
  }
  plan.seconds = (job.budget - from) * pace;
  return plan;
}

}  // namespace

double final_loss(const History& history, TrialNumber trial) {
  return history.trials()[static_cast<std::size_t>(trial)].params.at(0);
}

History run(const Race& race, Scheduler& scheduler) {
  Settings settings{
      .name = "race", .goals = {{"loss", race.maximize}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.seed = race.seed;
  settings.budget.trials = race.trials;
  settings.budget.shortest = race.shortest;
  settings.budget.full = race.full;
  const auto storage = open_memory(make_memory_log());
  const Fact begin = Changed{to_json(settings), race.trials, "created"};
  EXPECT_TRUE(storage->append({&begin, 1}, {}));
  ScriptedSampler sampler;
  Counted counted(scheduler);
  VirtualClock clock;
  const auto executor = make_simulated(race.workers, clock, [&](const Job& job) { return simulate(race, job); });
  core::Study study(*storage, sampler, counted, clock, "w");
  core::Steering steering;
  core::tune(study, *storage, *executor, clock, steering);
  return study.history();
}

double steps_trained(const History& history) {
  double steps = 0;
  for (Revision r = 1; r <= history.revision(); ++r) steps += std::holds_alternative<Reported>(history.entry(r).fact);
  return steps;
}

}  // namespace kilter::testing
