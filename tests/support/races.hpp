// SPDX-License-Identifier: MIT
// Whole studies in virtual time, for tests of schedulers: trials on several workers at different paces, with known
// learning curves.
#pragma once
#include <cstdint>
#include <functional>

#include "kilter/core/history.hpp"
#include "kilter/core/scheduler.hpp"

namespace kilter::testing {

struct Race {
  int trials = 40;
  int workers = 4;
  double shortest = 1;
  double full = 27;
  std::uint64_t seed = 0;
  bool maximize = false;
  double nan_share = 0;  ///< of the trials say "nan" at their second report
  double noise = 0;      ///< of each report; with none the curves never cross
  bool resumes = true;   ///< the program goes on from its checkpoint
};

/// What a trial would have at the end of a full training: smaller is better.
double final_loss(const History& history, TrialNumber trial);

/// Runs the study to its end, or fails the test where it has none.
History run(const Race& race, Scheduler& scheduler);

/// Steps that were trained, over all attempts.
double steps_trained(const History& history);

}  // namespace kilter::testing
