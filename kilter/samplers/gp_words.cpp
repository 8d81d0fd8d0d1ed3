// SPDX-License-Identifier: MIT
#include "kilter/samplers/gp_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kilter/base/text.hpp"

namespace kilter {

std::string reason_of(const Goal& goal, const Surrogate& model, const Observations& seen, const Belief& belief,
                      const std::string& place, const std::string& rule) {
  const std::string basis =
      fmt::format("Gaussian process on {} {}, {}", seen.valued, seen.valued == 1 ? "trial" : "trials", rule);
  const Observation* best = best_of(seen);
  if (!best) return basis;
  const double found = best->values.front(), expected = model.value(belief.mean);
  const double doubt = std::abs(model.slope(belief.mean)) * std::sqrt(belief.variance);
  if (!std::isfinite(expected) || !std::isfinite(doubt)) return basis;
  const double share = (expected - found) / std::abs(found);
  if (std::isfinite(share) && std::abs(share) < 10)
    return fmt::format("expected {} % {} than trial {}, uncertain by {} %; {} ({})", rounded(std::abs(share) * 100, 2),
                       share >= 0 ? "better" : "worse", best->trial, rounded(doubt / std::abs(found) * 100, 2), place,
                       basis);
  return fmt::format("expected {} {} against {} of trial {}, uncertain by {}; {} ({})", goal.metric,
                     rounded(goal.maximize ? expected : -expected, 3), rounded(goal.maximize ? found : -found, 3),
                     best->trial, rounded(doubt, 2), place, basis);
}

std::string reason_of(const std::vector<Goal>& goals, double first, double second, int trials, std::size_t front,
                      const std::string& place) {
  const auto shown = [](const Goal& goal, double value) {
    return goal.metric + " " + rounded(goal.maximize ? value : -value, 3);
  };
  return fmt::format(
      "expected {} and {}, which promises the largest gain of hypervolume over a front of {}; {} (Gaussian processes "
      "on "
      "{} trials)",
      shown(goals[0], first), shown(goals[1], second), front, place, trials);
}

std::string chances_words(Chances& chances, const FeatureRow& row) {
  if (!chances.any()) return {};
  const double percent = 100 * chances.of(row);
  if (percent > 99) return "; comes through with a probability above 99 %";
  return fmt::format("; comes through with a probability of {} %", rounded(percent, 2));
}

}  // namespace kilter
