// SPDX-License-Identifier: MIT
#include "kilter/analysis/confirmation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "kilter/analysis/ranking.hpp"
#include "kilter/maths/normal.hpp"

namespace kilter {
namespace {

constexpr double chance = 0.05;
constexpr double clearly_cheaper = 0.8;

double seconds_of(const Trial& trial) {
  double seconds = 0;
  for (const auto& part : trial.parts)
    if (part.end) seconds += std::chrono::duration<double>(part.ended - part.started).count();
  return seconds;
}

/// Student's quantile, by the expansion of Cornish and Fisher about the normal one.
double student_quantile(double p, double freedom) {
  const double z = normal_quantile(p), z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z, f = freedom;
  return z + (z3 + z) / (4 * f) + (5 * z5 + 16 * z3 + 3 * z) / (96 * f * f) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * f * f * f);
}

/// Standard deviation of the fresh values of a candidate about its mean, over all of them.
double pooled(const std::vector<Candidate>& all, double& freedom) {
  double square = 0;
  freedom = 0;
  for (const auto& one : all) {
    const auto n = static_cast<double>(one.fresh.size());
    if (n < 2) continue;
    square += (n - 1) * one.deviation() * one.deviation();
    freedom += n - 1;
  }
  return freedom > 0 ? std::sqrt(square / freedom) : 0;
}

}  // namespace

double Candidate::mean() const {
  return std::accumulate(fresh.begin(), fresh.end(), 0.0) / static_cast<double>(fresh.size());
}

double Candidate::deviation() const {
  if (fresh.size() < 2) return 0;
  double square = 0;
  for (const double value : fresh) square += (value - mean()) * (value - mean());
  return std::sqrt(square / static_cast<double>(fresh.size() - 1));
}

std::vector<TrialNumber> shortlist(const History& history, std::size_t top) {
  std::vector<TrialNumber> chosen;
  std::set<Params> seen;
  for (const auto& one : ranking(history, history.settings().goals.front())) {
    const Trial& trial = history.trials()[static_cast<std::size_t>(one.trial)];
    if (chosen.size() < top && !trial.repeats && seen.insert(trial.params).second) chosen.push_back(one.trial);
  }
  const bool defaults = has_defaults(history) && history.trials().front().state() == TrialState::complete;
  if (defaults && std::find(chosen.begin(), chosen.end(), 0) == chosen.end()) chosen.push_back(0);
  return chosen;
}

std::vector<Candidate> candidates(const History& history, const std::vector<TrialNumber>& trials) {
  const Goal& goal = history.settings().goals.front();
  std::vector<Candidate> all;
  for (const TrialNumber number : trials) {
    const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
    all.push_back({.trial = number,
                   .picked = value_of(trial, goal).value_or(std::nan("")),
                   .fresh = {},
                   .seconds = seconds_of(trial)});
  }
  std::vector<double> spent(all.size(), 0.0);
  for (const auto& trial : history.trials()) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const Candidate& c) { return trial.repeats == c.trial; });
    if (at == all.end()) continue;
    ++at->begun;
    const auto value = value_of(trial, goal);
    if (trial.state() != TrialState::complete || !value) continue;
    at->fresh.push_back(*value);
    double& sum = spent[static_cast<std::size_t>(at - all.begin())];
    sum += seconds_of(trial);
    at->seconds = sum / static_cast<double>(at->fresh.size());
  }
  return all;
}

std::vector<Candidate> confirmed(const History& history) {
  std::set<TrialNumber> repeated;
  for (const auto& trial : history.trials())
    if (trial.repeats && trial.state() == TrialState::complete) repeated.insert(*trial.repeats);
  if (repeated.empty() || history.settings().goals.empty()) return {};
  auto all = candidates(history, {repeated.begin(), repeated.end()});
  std::erase_if(all, [](const Candidate& one) { return one.fresh.size() < 2; });
  return all;
}

Comparison compare(const std::vector<Candidate>& all, const Goal& goal, int looks) {
  Comparison comparison;
  comparison.worse.assign(all.size(), false);
  for (std::size_t i = 1; i < all.size(); ++i)
    if (better(goal, all[i].mean(), all[comparison.leader].mean())) comparison.leader = i;
  comparison.ignores_seed = !all.empty() && std::all_of(all.begin(), all.end(), [](const Candidate& one) {
    return std::all_of(one.fresh.begin(), one.fresh.end(), [&](double v) { return v == one.picked; });
  });
  const Candidate& leader = all[comparison.leader];
  double freedom = 0;
  const double noise = pooled(all, freedom);
  const double pairs = static_cast<double>(all.size() * (all.size() - 1)) / 2;
  const double bound = freedom > 0 && pairs > 0 ? student_quantile(1 - chance / 2 / pairs / looks, freedom) : 0;
  comparison.suggested = comparison.leader;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double error = noise * std::sqrt(1.0 / static_cast<double>(all[i].fresh.size()) +
                                           1.0 / static_cast<double>(leader.fresh.size()));
    const double lag = std::abs(all[i].mean() - leader.mean());
    comparison.worse[i] = i != comparison.leader && lag > bound * error && lag > 0;
    const bool cheaper =
        all[i].seconds < clearly_cheaper * leader.seconds && all[i].seconds < all[comparison.suggested].seconds;
    if (!comparison.worse[i] && cheaper) comparison.suggested = i;
  }
  return comparison;
}

}  // namespace kilter
