// SPDX-License-Identifier: MIT
// The brackets of Hyperband: how many trials start at which rung.
// L. Li et al.: Hyperband (JMLR 18, 2018), algorithm 1.
#pragma once
#include <cstddef>
#include <vector>

#include "kilter/core/fact.hpp"

namespace kilter {

/// `trials` of them start at rung `lowest` of the ladder.
struct Bracket {
  std::size_t lowest = 0;
  int trials = 1;
};

/// All brackets over a ladder of so many rungs, the one with the shortest trainings first.
std::vector<Bracket> hyperband_brackets(std::size_t rungs, double eta);

/// The bracket of a trial where brackets are filled side by side, each as often as it has trials: a low-discrepancy
/// sequence over the trials' numbers.
std::size_t bracket_of(TrialNumber trial, const std::vector<Bracket>& brackets);

}  // namespace kilter
