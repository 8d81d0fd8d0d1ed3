// SPDX-License-Identifier: MIT
// What is due to the folds, instances or seeds themselves: how hard each part is for all trials alike.
#pragma once
#include <optional>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter {

/// The value of a part that has completed; nullopt where there is none, or none that is finite.
std::optional<double> completed_value(const Part& part, const Goal& goal);

struct PartEffects {
  std::vector<double> effects;  ///< by part; they sum to 0
  double deviation = 0;         ///< of a part's value beside trial and part; 0: not known yet
};

/// From all trials, by least squares.
PartEffects part_effects(const History& history, const Goal& goal);

/// The trial's value as if it had done all its parts: without what the parts that it has done are easier or harder than
/// the others by. nullopt where it has none.
std::optional<double> adjusted_value(const Trial& trial, const Goal& goal, const PartEffects& effects);

}  // namespace kilter
