// SPDX-License-Identifier: MIT
// Between which trials a configuration lies, as a model measures distances.
#pragma once
#include <span>
#include <string>

#include "kilter/models/observations.hpp"
#include "kilter/models/process.hpp"

namespace kilter {

/// "between trials 11 and 23": the nearest one, and the nearest beyond the configuration as seen from there; "near
/// trial 11" where there is none; "far from all trials, trial 11 being the nearest" where the model hardly relates the
/// two. Empty without trials. `theta`: hyperparameters, whose weights make the distances.
std::string place_words(const Features& features, const Observations& seen, const Hyperparameters& theta,
                        std::span<const double> row);

}  // namespace kilter
