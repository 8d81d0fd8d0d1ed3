// SPDX-License-Identifier: MIT
#include "kilter/analysis/ranking.hpp"

#include <algorithm>
#include <cmath>

#include "kilter/analysis/repeats.hpp"
#include "kilter/models/observations.hpp"

namespace kilter {
namespace {

/// A trial with one value a goal, each turned so that smaller is better.
struct Point {
  TrialNumber trial = 0;
  std::vector<double> losses;
};

bool beats(const Point& a, const Point& b) {
  bool somewhere = false;
  for (std::size_t i = 0; i < a.losses.size(); ++i) {
    if (a.losses[i] > b.losses[i]) return false;
    somewhere = somewhere || a.losses[i] < b.losses[i];
  }
  return somewhere;
}

std::optional<Point> point(const Trial& trial, const std::vector<Goal>& goals) {
  Point p{trial.number, {}};
  for (const auto& goal : goals) {
    const auto value = value_of(trial, goal);
    if (!value) return {};
    p.losses.push_back(goal.maximize ? -*value : *value);
  }
  return p;
}

/// Ran to its end, keeps all limits, and is among those asked for.
bool is_rankable(const History& history, const Trial& trial, const Accept& accept) {
  return trial.state() == TrialState::complete && !breaks(trial, history.settings().limits) &&
         (!accept || accept(trial));
}

}  // namespace

bool better(const Goal& goal, double a, double b) { return goal.maximize ? a > b : a < b; }

std::vector<Scored> ranking(const History& history, const Goal& goal, const Accept& accept) {
  std::vector<Scored> scored;
  for (const auto& trial : history.trials()) {
    if (!is_rankable(history, trial, accept)) continue;
    if (const auto value = value_of(trial, goal)) scored.push_back({trial.number, *value});
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [&](const Scored& a, const Scored& b) { return better(goal, a.value, b.value); });
  return scored;
}

std::optional<Scored> best(const History& history, const Accept& accept) {
  if (history.settings().goals.empty()) return {};
  const Goal& goal = history.settings().goals.front();
  std::optional<Scored> found;
  for (const auto& one : confirmed(history)) {
    if (!is_rankable(history, history.trials()[static_cast<std::size_t>(one.trial)], accept)) continue;
    if (!found || better(goal, one.mean(), found->value)) found = Scored{one.trial, one.mean()};
  }
  if (found) return found;
  for (const auto& trial : history.trials()) {
    if (!is_rankable(history, trial, accept)) continue;
    const auto value = value_of(trial, goal);
    if (value && (!found || better(goal, *value, found->value))) found = Scored{trial.number, *value};
  }
  return found;
}

std::vector<TrialNumber> front(const History& history, const Accept& accept) {
  const auto& goals = history.settings().goals;
  if (goals.empty()) return {};
  std::vector<Point> points;
  for (const auto& trial : history.trials()) {
    if (!is_rankable(history, trial, accept)) continue;
    if (auto p = point(trial, goals)) points.push_back(std::move(*p));
  }
  // In this order a point can be beaten only by one that comes before it, so each is compared with the front alone.
  std::stable_sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.losses < b.losses; });
  std::vector<Point> kept;
  for (auto& p : points) {
    const bool beaten = std::any_of(kept.begin(), kept.end(), [&](const Point& k) { return beats(k, p); });
    if (!beaten) kept.push_back(std::move(p));
  }
  std::vector<TrialNumber> numbers;
  for (const auto& p : kept) numbers.push_back(p.trial);
  return numbers;
}

std::optional<Nearest> nearest_to_limits(const History& history) {
  const auto& goals = history.settings().goals;
  const auto& limits = history.settings().limits;
  const Trial* nearest = nullptr;
  double least = 0;
  for (const auto& trial : history.trials()) {
    if (trial.state() != TrialState::complete || !point(trial, goals)) continue;
    const double breach = breach_of(trial, limits);
    if (breach == 0) return {};
    if (!nearest || breach < least) nearest = &trial, least = breach;
  }
  if (!nearest) return {};
  const Limit* most = nullptr;
  for (const auto& limit : limits)
    if (!most || breach_of(*nearest, {limit}) > breach_of(*nearest, {*most})) most = &limit;
  return Nearest{nearest->number, *most, *value_of(*nearest, {.metric = most->metric})};
}

bool has_defaults(const History& history) {
  if (history.trials().empty()) return false;
  const Params& given = history.trials().front().given;
  return std::any_of(given.begin(), given.end(), [](double code) { return !std::isnan(code); });
}

std::optional<Gain> gain(const History& history, const Goal& goal, double value) {
  if (!has_defaults(history) || history.trials().front().state() != TrialState::complete) return {};
  const auto defaults = value_of(history.trials().front(), goal);
  if (!defaults) return {};
  return Gain{*defaults, goal.maximize ? value - *defaults : *defaults - value};
}

}  // namespace kilter
