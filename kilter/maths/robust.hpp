// SPDX-License-Identifier: MIT
// Statistics of a series that a few wild values do not move.
#pragma once
#include <span>

namespace kilter {

/// NaN of nothing. Values must not be NaN.
double median(std::span<const double> values);

/// The median of the slopes between all pairs of points, per step; 0 below two points.
/// P. K. Sen: Estimates of the regression coefficient based on Kendall's tau (JASA 63, 1968).
double sen_slope(std::span<const double> values);

/// The standard deviation of a series about its trend: from the median of its second differences, as of normal noise;
/// 0 below three points.
double noise(std::span<const double> values);

}  // namespace kilter
