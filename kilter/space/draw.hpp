// SPDX-License-Identifier: MIT
// Uniform draws from a space that keep its constraints.
#pragma once
#include "kilter/base/random.hpp"
#include "kilter/space/space.hpp"

namespace kilter {

/// A settled configuration that keeps every constraint, uniform in the unit cube among those; codes present in `given`
/// stay. By rejection, then by moves of one coordinate from an allowed row (algorithm: random walk Metropolis).
/// `attempt` gives independent draws of one Rng. Throws Error(invalid) naming the constraint that rejects most where no
/// allowed configuration is found.
Params draw(const Space& space, const Rng& rng, std::uint64_t attempt, const Params& given = {});

}  // namespace kilter
