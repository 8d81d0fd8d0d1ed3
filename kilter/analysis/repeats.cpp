// SPDX-License-Identifier: MIT
#include "kilter/analysis/repeats.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <set>

namespace kilter {
namespace {

double seconds_of(const Trial& trial) {
  double seconds = 0;
  for (const auto& part : trial.parts)
    if (part.end) seconds += std::chrono::duration<double>(part.ended - part.started).count();
  return seconds;
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

bool Candidate::repeats_itself() const {
  return !fresh.empty() && std::all_of(fresh.begin(), fresh.end(), [&](double value) { return value == picked; });
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
  std::erase_if(all, [](const Candidate& one) { return one.fresh.size() < 2 || one.repeats_itself(); });
  return all;
}

}  // namespace kilter
