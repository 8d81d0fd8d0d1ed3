// SPDX-License-Identifier: MIT
// Whether two commands are the same program with other parameters, or two programs.
#pragma once
#include <string>
#include <vector>

#include "kilter/executors/executors.hpp"

namespace kilter {

/// What differs outside the parameters, as lines for the user; empty: it is the same command. Words with placeholders
/// and the options before them are parameters.
std::vector<std::string> difference_outside_parameters(const Command& before, const Command& after);

}  // namespace kilter
