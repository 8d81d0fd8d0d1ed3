// SPDX-License-Identifier: MIT
#include "kilter/models/observations.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "kilter/models/part_effects.hpp"
#include "kilter/models/unfinished.hpp"

namespace kilter {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Params as_it_was(const Space& space, Params params) {
  params.resize(space.size(), nan);
  for (const std::size_t i : space.order())
    if (space[i].was && std::isnan(params[i]) && space.active(i, params)) params[i] = space.code(i, *space[i].was);
  return params;
}

/// Whether the way it ended says something about its configuration.
bool teaches(const Trial& trial) {
  return std::none_of(trial.parts.begin(), trial.parts.end(), [](const Part& part) {
    return part.end && part.end->end == End::failed &&
           (part.end->cause == Cause::lost || part.end->cause == Cause::killed);
  });
}

/// Whether it has done some of its parts whole and was given up between two.
bool raced_out(const Trial& trial) {
  return trial.state() == TrialState::pruned &&
         std::all_of(trial.parts.begin(), trial.parts.end(),
                     [](const Part& part) { return part.end && part.end->end == End::completed; });
}

double value(const Trial& trial, const Goal& goal, const PartEffects& effects) {
  const auto found = raced_out(trial) ? adjusted_value(trial, goal, effects) : value_of(trial, goal);
  if (!found) return nan;
  return goal.maximize ? *found : -*found;
}

/// Squared standard error of the mean over the parts; 0 where there are fewer than two.
double spread_of_parts(const Trial& trial, const Goal& goal) {
  double sum = 0, square = 0, n = 0;
  for (const auto& part : trial.parts) {
    if (!part.end) continue;
    const auto one = value_of(*part.end, part.curve, goal);
    if (!one || !std::isfinite(*one)) continue;
    sum += *one, square += *one * *one, ++n;
  }
  if (n < 2) return 0;
  const double spread = (square - sum * sum / n) / (n - 1) / n;
  return std::isfinite(spread) ? std::max(spread, 0.0) : 0;
}

std::vector<double> excesses(const Trial& trial, const std::vector<Limit>& limits) {
  std::vector<double> all;
  for (const auto& limit : limits) all.push_back(std::clamp(excess_of(trial, limit).value_or(nan), -1e300, 1e300));
  return all;
}

/// What a trial that has been paused is expected to have, by goal; nothing where one of them is not known.
std::optional<Observation> expected(const Trial& trial, const std::vector<Unfinished>& unfinished,
                                    const Settings& settings, FeatureRow row) {
  Observation one{.row = std::move(row), .trial = trial.number, .values = {}};
  for (std::size_t g = 0; g < unfinished.size(); ++g) {
    const auto estimate = unfinished[g].of(trial);
    if (!std::isfinite(estimate.value)) return {};
    one.values.push_back(settings.goals[g].maximize ? estimate.value : -estimate.value);
    if (g == 0) one.spread = estimate.variance;
  }
  if (one.values.empty()) return {};
  one.excess = excesses(trial, settings.limits);
  return one;
}

/// Joins what a further trial of the same configuration has, `count` being how many then have it.
void average(std::vector<double>& mean, const std::vector<double>& more, int count) {
  for (std::size_t i = 0; i < mean.size(); ++i)
    mean[i] = std::isnan(mean[i]) ? more[i] : std::isnan(more[i]) ? mean[i] : mean[i] + (more[i] - mean[i]) / count;
}

/// Values of stopped trials, none better than the median of those that went through.
void limit_stopped(std::vector<Observation>& ended, const std::vector<bool>& stopped, std::size_t goals) {
  for (std::size_t g = 0; g < goals; ++g) {
    std::vector<double> whole;
    for (std::size_t i = 0; i < ended.size(); ++i)
      if (!stopped[i] && !std::isnan(ended[i].values[g])) whole.push_back(ended[i].values[g]);
    if (whole.empty()) continue;
    const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2);
    std::nth_element(whole.begin(), middle, whole.end());
    for (std::size_t i = 0; i < ended.size(); ++i)
      if (stopped[i] && !std::isnan(ended[i].values[g])) ended[i].values[g] = std::min(ended[i].values[g], *middle);
  }
}

std::vector<Observation> merged(std::vector<Observation> all) {
  std::map<FeatureRow, std::size_t> places;
  std::vector<Observation> kept;
  for (auto& one : all) {
    const auto [place, is_new] = places.emplace(one.row, kept.size());
    if (is_new) {
      kept.push_back(std::move(one));
      continue;
    }
    Observation& first = kept[place->second];
    const bool known = !std::isnan(first.values.front()), has = !std::isnan(one.values.front());
    if (known && has) {
      ++first.repeats;
      average(first.values, one.values, first.repeats);
      average(first.excess, one.excess, first.repeats);
    } else if (has) {
      first.values = std::move(one.values);
      first.excess = std::move(one.excess);
    }
  }
  return kept;
}

}  // namespace

double breach_of(std::span<const double> excess, const std::vector<Limit>& limits) {
  double sum = 0;
  for (std::size_t i = 0; i < excess.size(); ++i)
    if (excess[i] > 0) sum += limits[i].bound != 0 ? excess[i] / std::abs(limits[i].bound) : excess[i];
  return sum;
}

double breach_of(const Trial& trial, const std::vector<Limit>& limits) {
  return breach_of(excesses(trial, limits), limits);
}

const Observation* best_of(const Observations& seen) {
  const Observation* best = nullptr;
  for (const auto& one : seen.ended)
    if (!std::isnan(one.values.front()) && one.breach == 0 && (!best || one.values.front() > best->values.front()))
      best = &one;
  return best;
}

Observations observe(const History& history, const Features& features, TrialNumber but) {
  Observations all;
  const auto& goals = history.settings().goals;
  const auto& limits = history.settings().limits;
  const Space& space = features.space();
  std::vector<bool> stopped;
  std::vector<PartEffects> effects(goals.size());
  if (history.settings().parts > 1)
    for (std::size_t g = 0; g < goals.size(); ++g) effects[g] = part_effects(history, goals[g]);
  std::vector<Unfinished> unfinished;
  for (const auto& goal : goals) unfinished.emplace_back(history, goal);
  for (const auto& trial : history.trials()) {
    if (!trial.proposed || trial.number == but) continue;
    const TrialState state = trial.state();
    const bool open = state == TrialState::waiting || state == TrialState::running || state == TrialState::paused;
    if (!open && !teaches(trial)) continue;
    FeatureRow row = features.row(as_it_was(space, trial.params));
    if (open) {
      if (auto one = expected(trial, unfinished, history.settings(), row)) {
        ++all.valued;
        all.ended.push_back(std::move(*one));
        stopped.push_back(false);
      } else {
        all.pending.push_back(std::move(row));
      }
      continue;
    }
    Observation one{.row = std::move(row), .trial = trial.number, .values = {}};
    bool whole = state != TrialState::failed;
    for (std::size_t g = 0; g < goals.size(); ++g)
      one.values.push_back(whole ? value(trial, goals[g], effects[g]) : nan);
    for (const double v : one.values) whole = whole && !std::isnan(v);
    if (!whole) std::fill(one.values.begin(), one.values.end(), nan);
    ++(whole ? all.valued : all.failed);
    if (whole) one.spread = spread_of_parts(trial, goals.front());
    one.excess = excesses(trial, limits);
    all.ended.push_back(std::move(one));
    stopped.push_back(state == TrialState::pruned && !raced_out(trial));
  }
  limit_stopped(all.ended, stopped, goals.size());
  all.ended = merged(std::move(all.ended));
  for (auto& one : all.ended) one.breach = breach_of(one.excess, limits);
  return all;
}

}  // namespace kilter
