// SPDX-License-Identifier: MIT
// The schedulers that Kilter has: their options, and how each is made.
#pragma once
#include <memory>

#include "kilter/core/scheduler.hpp"

namespace kilter {

/// Every trial runs to its end.
std::unique_ptr<Scheduler> make_none();

struct MedianOptions {
  int startup_trials = 5;   ///< completed trials before anything is stopped
  double warmup_steps = 0;  ///< nothing is stopped up to this step
  int interval = 1;         ///< judge every so many reports
};
std::unique_ptr<Scheduler> make_median(MedianOptions options = {});

struct AshaOptions {
  double eta = 3;        ///< one of `eta` goes on at each rung
  bool promote = false;  ///< pause and promote (the program can resume) instead of stop
  double shortest = 0;   ///< the lowest rung; 0: the study's shortest length
};
std::unique_ptr<Scheduler> make_asha(AshaOptions options = {});

}  // namespace kilter
