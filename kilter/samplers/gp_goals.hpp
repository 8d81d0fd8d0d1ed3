// SPDX-License-Identifier: MIT
// What a study with several goals has reached, as its models see it.
#pragma once
#include <vector>

#include "kilter/base/random.hpp"
#include "kilter/models/surrogate.hpp"
#include "kilter/samplers/hypervolume.hpp"

namespace kilter {

/// The front of two goals in labels, by the models' means; a reference point below the worst result; and the
/// observed rows, those of the front first.
struct FrontOfTrials {
  std::vector<Point> front;
  Point reference{};
  std::vector<FeatureRow> rows;

  FrontOfTrials(Surrogate& first, Surrogate& second, const Observations& seen);
};

/// The observations with one value for all goals: the worst under random weights, and a twentieth of their sum.
Observations weighted_sum(const Observations& seen, const Rng& rng);

}  // namespace kilter
