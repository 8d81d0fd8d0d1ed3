// SPDX-License-Identifier: MIT
// How far a configuration is from keeping each constraint.
#pragma once
#include <vector>

#include "kilter/space/space.hpp"

namespace kilter {

/// One number a constraint of a settled configuration: 0 where it is kept or not applicable, else its branch distance.
std::vector<double> violations(const Space& space, const Params& params);

}  // namespace kilter
