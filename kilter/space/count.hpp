// SPDX-License-Identifier: MIT
// How many different configurations a space has.
#pragma once
#include <cstdint>
#include <optional>

#include "kilter/space/space.hpp"

namespace kilter {

/// Distinct settled configurations, saturated at 2^63; nullopt: infinitely many. Exact where at most 2^20 rows have to
/// be tried against constraints and entangled conditions, an upper bound above.
std::optional<std::uint64_t> count(const Space& space);

}  // namespace kilter
