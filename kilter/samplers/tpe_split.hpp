// SPDX-License-Identifier: MIT
// Which trials a tree-structured Parzen estimator counts as good, and how much each of them weighs.
#pragma once
#include <vector>

#include "kilter/samplers/ranked.hpp"
#include "kilter/samplers/samplers.hpp"

namespace kilter {

struct TpeSplit {
  std::vector<TrialNumber> good;    ///< ascending
  std::vector<double> weights;      ///< of the good ones
  std::vector<TrialNumber> rest;    ///< ascending, with those that have not ended or failed
  std::vector<TrialNumber> failed;  ///< ascending, the newest that failed or break a limit
  std::size_t ended = 0;
};

/// The best by value, then those stopped early, then those that break limits least; each weighing its improvement on
/// the best of the rest. Of several goals: the first fronts, of the last one the points that add most hypervolume, each
/// weighing what it alone dominates (Y. Ozaki et al.: Multiobjective tree-structured Parzen estimator, JAIR 73, 2022).
/// `except` is in no part: the trial that the proposal is for.
TpeSplit split(const Ranked::State& state, const TpeOptions& options, TrialNumber except);

}  // namespace kilter
