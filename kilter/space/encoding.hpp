// SPDX-License-Identifier: MIT
// A point of a space <-> a row of the unit cube: the only place that knows log, step and cells.
#pragma once
#include <span>
#include <vector>

#include "kilter/space/space.hpp"

namespace kilter {

/// Code -> [0, 1]. Level i of K discrete ones lies at the centre of the cell [i/K, (i+1)/K); for integers on a log
/// scale the cell of v is [ln(v-1/2), ln(v+1/2)]. A value beside the range owns the first tenth of the interval.
double encode(const Parameter& parameter, double code);
/// [0, 1] -> code; the shortest decimal that lies on the same level. Total: clamps what lies outside.
double decode(const Parameter& parameter, double unit);

/// One unit value a parameter, NaN where inactive.
std::vector<double> encode(const Space& space, const Params& params);
/// A settled configuration: codes present in `given` stay, the others come from `unit` (one value a parameter).
Params decode(const Space& space, std::span<const double> unit, const Params& given = {});

}  // namespace kilter
