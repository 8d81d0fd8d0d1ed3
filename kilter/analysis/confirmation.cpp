// SPDX-License-Identifier: MIT
#include "kilter/analysis/confirmation.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "kilter/analysis/ranking.hpp"
#include "kilter/maths/normal.hpp"

namespace kilter {
namespace {

constexpr double chance = 0.05;
constexpr double clearly_cheaper = 0.8;

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

Comparison compare(const std::vector<Candidate>& all, const Goal& goal, int looks) {
  Comparison comparison;
  comparison.worse.assign(all.size(), false);
  for (std::size_t i = 1; i < all.size(); ++i)
    if (better(goal, all[i].mean(), all[comparison.leader].mean())) comparison.leader = i;
  comparison.ignores_seed =
      !all.empty() && std::all_of(all.begin(), all.end(), [](const Candidate& one) { return one.repeats_itself(); });
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
