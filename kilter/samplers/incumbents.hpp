// SPDX-License-Identifier: MIT
// What a search for a proposal begins with: the rows near which to look, and the value to improve on.
#pragma once
#include <vector>

#include "kilter/models/surrogate.hpp"

namespace kilter {

struct Incumbents {
  std::vector<FeatureRow> rows;  ///< those that keep all limits, by the model's mean; then those that break them least
  double target = 0;             ///< the best mean among those that keep them, else among all
  bool any_keeps = false;

  Incumbents(const Surrogate& model, const Observations& seen);
};

}  // namespace kilter
