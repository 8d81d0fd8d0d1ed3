// SPDX-License-Identifier: MIT
#include "kilter/schedulers/brackets.hpp"

#include <cmath>

namespace kilter {

std::vector<Bracket> hyperband_brackets(std::size_t rungs, double eta) {
  std::vector<Bracket> brackets;
  for (std::size_t lowest = 0; lowest < rungs; ++lowest) {
    const double climbs = static_cast<double>(rungs - 1 - lowest);
    const double trials = static_cast<double>(rungs) / (climbs + 1) * std::pow(eta, climbs);
    brackets.push_back({lowest, static_cast<int>(std::ceil(trials - 1e-9))});
  }
  return brackets;
}

std::size_t bracket_of(TrialNumber trial, const std::vector<Bracket>& brackets) {
  constexpr double golden = 0.6180339887498949;
  double all = 0;
  for (const auto& bracket : brackets) all += bracket.trials;
  const double turns = golden * static_cast<double>(trial);
  double place = (turns - std::floor(turns)) * all;
  std::size_t index = 0;
  while (index + 1 < brackets.size() && place >= brackets[index].trials) place -= brackets[index++].trials;
  return index;
}

}  // namespace kilter
