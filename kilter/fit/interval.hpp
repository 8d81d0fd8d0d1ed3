// SPDX-License-Identifier: MIT
// How far a score on a few rows may be from the score on all there could be.
#pragma once
#include <cstdint>
#include <utility>

#include "kilter/fit/task.hpp"

namespace kilter::fit {

/// The middle 95 % of the score over rows drawn again with replacement (B. Efron, 1979).
std::pair<double, double> interval(const Task& task, const std::vector<double>& predictions, const nn::Data& data,
                                   std::uint64_t seed);

/// How often the first answers are better than the second on rows drawn again: 0 to 1.
double share_better(const Task& task, const std::vector<double>& first, const std::vector<double>& second,
                    const nn::Data& data, std::uint64_t seed);

}  // namespace kilter::fit
