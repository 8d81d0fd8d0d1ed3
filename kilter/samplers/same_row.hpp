// SPDX-License-Identifier: MIT
// Whether two rows are equal to the bit: NaN equals itself, 0 and -0 differ.
#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>

#include "kilter/space/params.hpp"

namespace kilter {

inline bool same_row(const Params& a, const Params& b) {
  const auto bits = [](double code) { return std::bit_cast<std::uint64_t>(code); };
  return std::ranges::equal(a, b, {}, bits, bits);
}

}  // namespace kilter
