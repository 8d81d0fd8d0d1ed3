// SPDX-License-Identifier: MIT
// What a request for a proposal has decided already.
#pragma once
#include <optional>
#include <string>

#include "kilter/space/space.hpp"

namespace kilter {

/// Whether at least one code is given.
bool any(const Params& given);

/// The configuration that `given` decides alone; nullopt where it leaves something to propose.
std::optional<Params> decided(const Space& space, const Params& given);

/// "1 parameter", "3 parameters": for reasons.
std::string counted(const Space& space);

}  // namespace kilter
