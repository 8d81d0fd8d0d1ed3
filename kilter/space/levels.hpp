// SPDX-License-Identifier: MIT
// The numbers that a stepped range consists of.
#pragma once
#include "kilter/space/parameter.hpp"

namespace kilter {

/// More cannot be told apart in the cells of one double.
inline constexpr double most_levels = 0x1p48;
inline constexpr double highest_log_integer = 0x1p40;
inline constexpr double highest_integer = 0x1p53;

/// Whether a numeric range consists of countable values on a linear scale.
bool stepped(const Parameter& parameter);
double step_of(const Parameter& parameter);
/// How many values the range itself has, without what stands beside it.
double range_levels(const Parameter& parameter);
/// Value of the index-th level, computed from the index: no sum of rounding errors, and 0.3 rather than
/// 0.30000000000000004.
double level_at(const Parameter& parameter, double index);
/// Code of the index-th of `levels(parameter)` values: the range's in order, then the one beside it.
double code_at(const Parameter& parameter, double index);
/// Where a value stands among the levels: a whole number exactly for a level, a fraction between two.
double index_of(const Parameter& parameter, double value);

}  // namespace kilter
