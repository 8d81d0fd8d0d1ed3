// SPDX-License-Identifier: MIT
#include "kilter/cli/simulated_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/core/tune.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::cli {
namespace {

constexpr double rung_span = 27;  ///< from the lowest rung to the full length, where the study has one length only

/// The scheduler sees curves, not settings: a trial's one parameter is its place.
class InOrder final : public Sampler {
 public:
  std::optional<Proposal> propose(const History&, const Request& request) override {
    return Proposal{
        .params = {static_cast<double>(request.number)}, .by = "recorded/1", .note = {}, .reason = {}, .repeats = {}};
  }
};

double longest(const History& history, const std::vector<TrialNumber>& trials) {
  double longest = 0;
  for (const TrialNumber number : trials)
    for (const auto& part : trial_of(history, number).parts)
      if (!part.curve.steps.empty()) longest = std::max(longest, part.curve.steps.back());
  return longest;
}

Settings settings_for(const History& history, const Wish& wish, const std::vector<TrialNumber>& trials) {
  Settings settings = history.settings();
  const auto count = static_cast<int>(trials.size());
  settings.space = Space({parse_range("trial", fmt::format("int(0,{})", count - 1))});
  settings.scheduler = wish.scheduler;
  settings.paused = false;
  settings.retry = {.lost = 0, .error = 0};
  Budget budget{.trials = count, .hours = {}, .until = {}, .shortest = wish.shortest, .full = wish.full};
  if (wish.full <= 0) {
    budget.shortest = settings.budget.shortest, budget.full = settings.budget.full;
    if (budget.full <= 1) budget.full = longest(history, trials), budget.shortest = budget.full;
    if (budget.shortest >= budget.full) budget.shortest = std::max(1.0, std::floor(budget.full / rung_span));
    budget.shortest = std::min(budget.shortest, budget.full);
  }
  settings.budget = budget;
  return settings;
}

/// What the recorded part would do in a job: its reports on the way, and its recorded end if the job goes that far.
SimulatedRun recorded_run(const Part& part, const Job& job, double full) {
  SimulatedRun run;
  const auto& steps = part.curve.steps;
  const double took = std::chrono::duration<double>(part.ended - part.started).count();
  const double length = steps.empty() ? 1 : std::max(steps.back() - part.from_step, 1e-9);
  const double pace = took > 0 ? took / length : 1;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i] <= job.from_step || steps[i] > job.budget) continue;
    Reported report{.run = job.run, .step = steps[i], .metrics = {}};
    for (const auto& column : part.curve.columns)
      if (!std::isnan(column.values[i])) report.metrics.push_back({column.metric, column.values[i]});
    run.seconds = (steps[i] - job.from_step) * pace;
    run.reports.emplace_back(run.seconds, std::move(report));
  }
  const bool whole = job.budget >= full || steps.empty() || job.budget >= steps.back();
  if (whole && part.end) run.outcome = *part.end;
  return run;
}

}  // namespace

std::vector<TrialNumber> with_curves(const History& history) {
  std::vector<TrialNumber> numbers;
  const auto& goals = history.settings().goals;
  for (const auto& trial : history.trials()) {
    if (goals.empty() || trial.state() != TrialState::complete || !value_of(trial, goals.front())) continue;
    const bool curves = std::any_of(trial.parts.begin(), trial.parts.end(), [&](const Part& part) {
      return part.curve.steps.size() > 1 && part.curve.find(goals.front().metric);
    });
    if (curves || history.settings().parts > 1) numbers.push_back(trial.number);
  }
  return numbers;
}

Simulated simulate(const History& history, const Wish& wish) {
  const auto scheduler = make_scheduler(wish.scheduler);
  Simulated all{.history = {}, .recorded = with_curves(history)};
  if (all.recorded.size() < 2)
    throw Error(ErrorKind::invalid, {},
                fmt::format("{} of {} trials ran to their end and reported more than once; a simulation needs 2",
                            all.recorded.size(), history.trials().size()),
                {"Another rule is tried on recorded curves. Let the program print its metric after each epoch."});
  const Settings settings = settings_for(history, wish, all.recorded);
  VirtualClock clock;
  const auto storage = open_memory(make_memory_log());
  Fact begin[] = {Changed{to_json(settings), settings.budget.trials.value(), "created"}};
  storage->append(begin, clock.wall());
  InOrder sampler;
  core::Study study(*storage, sampler, *scheduler, clock, "simulation:1:1");
  const auto executor = make_simulated(wish.jobs, clock, [&](const Job& job) {
    const Trial& trial = trial_of(history, all.recorded[static_cast<std::size_t>(job.run.trial)]);
    const Part* part = trial.part(job.run.part);
    return part ? recorded_run(*part, job, settings.budget.full) : SimulatedRun{};
  });
  const core::Steering steering;
  core::tune(study, *storage, *executor, clock, steering);
  all.history = study.history();
  return all;
}

double trained(const Trial& trial) {
  double steps = 0;
  for (const auto& part : trial.parts) steps += part.curve.steps.empty() ? 0 : part.curve.steps.back();
  return steps;
}

}  // namespace kilter::cli
