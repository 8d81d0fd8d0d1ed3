// SPDX-License-Identifier: MIT
// A configuration in one line for people.
#pragma once
#include <string>

#include "kilter/core/history.hpp"

namespace kilter {

/// A value with at most four significant digits; true and false as yes and no.
std::string for_people(const Value& value);

/// `lr 0.0812   width 256   act relu`, in the order of the space; what is absent or fixed is left out.
std::string describe(const Space& space, const Params& params);

/// What a trial changes against trial 0: `lr 0.01 → 0.0812, width 64 → 256`; "the defaults" where nothing differs, and
/// the whole configuration where trial 0 did not run the defaults.
std::string describe_changes(const History& history, const Trial& trial);

/// `12 s`, `3 min 20 s`, `2 h 11 min`, `3 days 4 h`.
std::string for_people(std::chrono::milliseconds span);

}  // namespace kilter
