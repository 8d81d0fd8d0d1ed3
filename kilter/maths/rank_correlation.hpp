// SPDX-License-Identifier: MIT
// Whether two lists order the same things alike.
#pragma once
#include <vector>

namespace kilter {

/// Spearman's coefficient, ties at their mean rank; 0 where one of the lists has one value only. The lists are of equal
/// length, without NaN.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace kilter
