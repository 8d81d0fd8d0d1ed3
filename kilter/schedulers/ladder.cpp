// SPDX-License-Identifier: MIT
#include "kilter/schedulers/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kilter {
namespace {

constexpr double slack = 1e-9;  ///< so that 27 = 3 * 3 * 3 in spite of rounding

bool whole(double x) { return x == std::floor(x); }

/// The goals' own numbers in a report, in the order of the goals.
Metrics goals_of(const Settings& settings, const Metrics& metrics) {
  Metrics own;
  for (const auto& goal : settings.goals)
    for (const auto& metric : metrics)
      if (metric.name == goal.metric && !std::isnan(metric.value)) own.push_back(metric);
  return own;
}

Score score(const Climb& climb, const Settings& settings) {
  Score score;
  for (const auto& goal : settings.goals) {
    const auto* column = climb.curve.find(goal.metric);
    score.push_back(column ? turned(goal, value_at(*column, column->size() - 1, goal)) : std::nan(""));
  }
  return score;
}

}  // namespace

std::vector<double> rungs(const Settings& settings, const AshaOptions& options) {
  const double full = settings.budget.full;
  const double shortest = options.shortest > 0 ? options.shortest : settings.budget.shortest;
  std::vector<double> rungs;
  if (shortest > 0)
    for (double length = shortest; length < full * (1 - slack); length *= options.eta) {
      const double rung = whole(shortest) && whole(full) ? std::nearbyint(length) : length;
      if (rung < full && (rungs.empty() || rung > rungs.back())) rungs.push_back(rung);
    }
  rungs.push_back(full);
  return rungs;
}

const Ladder::Climbs& Ladder::read(const History& history) {
  return fold_.upto(history, [this](Climbs& climbs, const History& seen, const Entry& entry) {
    take(climbs, seen.settings(), entry);
  });
}

void Ladder::take(Climbs& climbs, const Settings& settings, const Entry& entry) const {
  const auto climb = [&](const RunId& run) -> Climb& { return climbs[{run.trial, run.part}]; };
  if (const auto* started = std::get_if<Started>(&entry.fact)) {
    climb(started->run).budget = started->budget;
    climb(started->run).decided = false;
  } else if (const auto* reported = std::get_if<Reported>(&entry.fact)) {
    report(climb(reported->run), settings, *reported);
  } else if (const auto* decided = std::get_if<Decided>(&entry.fact)) {
    climb(decided->run).decided = true;
  } else if (const auto* ended = std::get_if<Ended>(&entry.fact)) {
    end(climb(ended->run), settings, ended->outcome);
  }
}

void Ladder::report(Climb& climb, const Settings& settings, const Reported& report) const {
  climb.crossed.reset();
  const Metrics own = goals_of(settings, report.metrics);
  if (own.empty() || settings.goals.empty()) return;
  const auto& steps = climb.curve.steps;
  const auto here = std::lower_bound(steps.begin(), steps.end(), report.step);
  const double before = here == steps.begin() ? -std::numeric_limits<double>::infinity() : *(here - 1);
  climb.curve.add(report.step, own);
  const auto lengths = rungs(settings, options_);
  climb.at.resize(lengths.size());
  for (std::size_t k = 0; k < lengths.size(); ++k)
    if (before < lengths[k] && lengths[k] <= report.step) {
      climb.at[k] = score(climb, settings);
      climb.crossed = k;
      climb.highest = std::max(climb.highest.value_or(0), k);
    }
}

// A run that ended by itself has done its budget, however it counts its steps and even where it reports only at the
// end.
void Ladder::end(Climb& climb, const Settings& settings, const Outcome& outcome) const {
  const bool by_itself = outcome.end == End::completed || (outcome.end == End::paused && !climb.decided);
  if (!by_itself) return;
  const auto lengths = rungs(settings, options_);
  climb.at.resize(lengths.size());
  Score last = score(climb, settings);
  for (std::size_t i = 0; i < settings.goals.size(); ++i)
    for (const auto& metric : outcome.values)
      if (metric.name == settings.goals[i].metric) last[i] = turned(settings.goals[i], metric.value);
  if (std::all_of(last.begin(), last.end(), [](double value) { return std::isnan(value); })) return;
  for (std::size_t k = 0; k < lengths.size() && lengths[k] <= climb.budget; ++k) {
    if (climb.at[k].empty()) climb.at[k] = last;
    climb.highest = std::max(climb.highest.value_or(0), k);
  }
}

}  // namespace kilter
