// SPDX-License-Identifier: MIT
// Which trials a tree-structured Parzen estimator counts as good, and how much each of them weighs.
#pragma once
#include <vector>

#include "kilter/samplers/ranked.hpp"
#include "kilter/samplers/samplers.hpp"

namespace kilter {

struct TpeSplit {
  std::vector<TrialNumber> good;  ///< ascending
  std::vector<double> weights;    ///< of the good ones
  std::vector<TrialNumber> rest;  ///< ascending, with those that have not ended
  std::size_t ended = 0;
};

/// `except` is in neither part: the trial that the proposal is for.
TpeSplit split(const Ranked::State& state, const TpeOptions& options, TrialNumber except);

}  // namespace kilter
