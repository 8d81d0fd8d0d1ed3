// SPDX-License-Identifier: MIT
#include "kilter/samplers/ranked.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kilter/models/observations.hpp"
#include "kilter/samplers/same_row.hpp"

namespace kilter {
namespace {

double signed_value(const Trial& trial, const Goal& goal) {
  const auto value = value_of(trial, goal);
  if (!value) return std::numeric_limits<double>::quiet_NaN();
  return (goal.maximize ? -*value : *value) + 0.0;
}

double last_step(const Trial& trial) {
  double last = 0;
  for (const auto& part : trial.parts)
    if (!part.curve.steps.empty()) last = std::max(last, part.curve.steps.back());
  return last;
}

/// A trial that ended without a value for each goal counts as failed.
void judge(const Trial& trial, const Settings& settings, Ranked::Known& known) {
  const auto& goals = settings.goals;
  known.merit = {.trial = trial.number};
  known.values.clear();
  const TrialState state = trial.state();
  if (state == TrialState::waiting || state == TrialState::running) return;
  if (state == TrialState::paused && last_step(trial) == 0) return;
  known.merit.of = Merit::Class::failed;
  if (state == TrialState::failed) return;
  std::vector<double> values;
  for (const auto& goal : goals) values.push_back(signed_value(trial, goal));
  const bool missing = std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
  if (const double breach = breach_of(trial, settings.limits); breach > 0 && !missing) {
    known.merit = {Merit::Class::infeasible, breach, 0, trial.number};
  } else if (state == TrialState::pruned || state == TrialState::paused) {
    const double value = missing ? std::numeric_limits<double>::infinity() : values[0];
    known.merit = {Merit::Class::pruned, -last_step(trial), value, trial.number};
  } else if (!missing && !values.empty()) {
    known.merit = {Merit::Class::complete, values[0], 0, trial.number};
    known.values = std::move(values);
  }
}

/// The trial that an entry is about; -1: none.
TrialNumber trial_of(const Fact& fact) {
  return std::visit(
      [](const auto& f) -> TrialNumber {
        if constexpr (requires { f.run; })
          return f.run.trial;
        else if constexpr (requires { f.trial; })
          return f.trial;
        else
          return -1;
      },
      fact);
}

}  // namespace

const Ranked::State& Ranked::read(const History& history) {
  return fold_.upto(history, [this](State& state, const History& seen, const Entry& entry) {
    if (std::holds_alternative<Noted>(entry.fact)) return;
    if (const TrialNumber number = trial_of(entry.fact); number >= 0) look(state, seen, number);
  });
}

// A trial is always seen as the history has it now, so that it does not matter how far that reached when an entry was
// read.
void Ranked::look(State& state, const History& history, TrialNumber number) {
  const auto at = static_cast<std::size_t>(number);
  if (state.trials.size() <= at) state.trials.resize(at + 1), state.stamps.resize(at + 1);
  Known& known = state.trials[at];
  const Trial& trial = history.trials()[at];
  if (trial.proposed && (state.stamps[at] == 0 || !same_row(trial.params, known.params))) {
    known.params = trial.params;
    state.stamps[at] = ++stamps_;
  }
  const Merit before = known.merit;
  judge(trial, history.settings(), known);
  if (known.merit == before) return;
  auto& order = state.in_order;
  if (before.of != Merit::Class::pending) order.erase(std::lower_bound(order.begin(), order.end(), before));
  if (known.merit.of != Merit::Class::pending)
    order.insert(std::lower_bound(order.begin(), order.end(), known.merit), known.merit);
  state.complete += (known.merit.of == Merit::Class::complete) - (before.of == Merit::Class::complete);
}

}  // namespace kilter
