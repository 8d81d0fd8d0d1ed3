// SPDX-License-Identifier: MIT
// Wilcoxon's signed-rank test of paired differences.
// F. Wilcoxon: Individual comparisons by ranking methods (Biometrics Bulletin 1, 1945).
#pragma once
#include <span>

namespace kilter {

struct SignedRank {
  double statistic = 0;  ///< sum of the ranks of positive differences; zeros count half to each side
  double p = 1;          ///< of a sum at least as large if the differences were symmetric about 0
};

/// Exact up to 50 differences without zeros; else the normal approximation with its correction for ties. No finite
/// difference: p is 1.
SignedRank signed_rank_greater(std::span<const double> differences);

}  // namespace kilter
