// SPDX-License-Identifier: MIT
// How trials are compared in the middle of their training: one number a goal, and who is better.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter {

/// One number a goal, smaller is better; NaN for a goal that is not measured on the way.
using Score = std::vector<double>;

/// `value` of that goal, turned so that smaller is better; NaN stays.
inline double turned(const Goal& goal, double value) { return goal.maximize ? -value : value; }

/// Whether `a` is better for a goal that both have, and worse for none of them.
bool better(const Score& a, const Score& b);

/// Whether the newest fact is a report by that run which says of the goal's metric that it is not a number.
bool says_nan(const History& history, const RunId& run, const Goal& goal);

}  // namespace kilter
