// SPDX-License-Identifier: MIT
// The canonical key of a configuration: equal for two rows exactly where a program would see no difference.
#pragma once
#include <compare>
#include <cstdint>

#include "kilter/space/space.hpp"

namespace kilter {

struct Key {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Key&) const = default;
};

/// A 128-bit hash of the active parameters, their levels, and continuous units quantised to 2^-32.
Key key(const Space& space, const Params& params);

}  // namespace kilter
