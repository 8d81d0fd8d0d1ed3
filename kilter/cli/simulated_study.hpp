// SPDX-License-Identifier: MIT
// A finished study once more, in virtual time: the same trials with their recorded curves, under another scheduler.
#pragma once
#include <string>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter::cli {

struct Wish {
  Plug scheduler;
  int jobs = 1;
  double shortest = 0;  ///< with `full`, lengths in place of the study's; 0: its own
  double full = 0;
};

struct Simulated {
  History history;                    ///< of the simulation
  std::vector<TrialNumber> recorded;  ///< which recorded trial each simulated one is
};

/// The complete trials with curves of the first goal, in their order. What was stopped early has no curve to go on with
/// and is left out.
std::vector<TrialNumber> with_curves(const History& history);

/// Throws Error(invalid) where fewer than two trials have curves, or for a scheduler that is not known.
Simulated simulate(const History& history, const Wish& wish);

/// Steps that a trial was trained, over all its parts.
double trained(const Trial& trial);

}  // namespace kilter::cli
