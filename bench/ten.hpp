// SPDX-License-Identifier: MIT
// The study that figures are measured on: of ten parameters four are floats, two log floats, two integers and two
// choices of four.
#pragma once
#include <string>

#include "kilter/core/settings.hpp"

namespace kilter::bench {

/// Repeats the ten kinds for more dimensions.
Space ten_kinds(int dims);
Settings ten_settings(int dims, const std::string& sampler);

}  // namespace kilter::bench
