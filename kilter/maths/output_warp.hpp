// SPDX-License-Identifier: MIT
// How results become labels of a Gaussian process: ranks for the bad half, a stretch near the best, a place for what
// failed.
// X. Song et al.: The Vizier Gaussian process bandit algorithm (2024): half-rank, log and infeasible warp.
#pragma once
#include <optional>
#include <span>
#include <vector>

namespace kilter {

/// Labels are maximised; NaN: missing (failed). All functions are total: labels may be equal, missing or huge.

/// Above the median nothing changes; below it only the rank counts. `median`: where not the labels' own.
void half_rank(std::span<double> labels, std::optional<double> median = {});
/// To [-0.5, 0.5], differences near the best stretched.
void log_stretch(std::span<double> labels);
/// What is missing becomes worse than the worst; all are shifted so that their expected mean is 0.
void place_missing(std::span<double> labels);
/// Mean 0, variance 1; all 0 where they are equal.
void standardise(std::span<double> labels);

/// The median of the labels without those that nearly repeat a better one, never above the plain median: results that
/// have converged must not make up the whole good half.
double thinned_median(std::span<const double> labels);

struct OutputWarp {
  bool ranks = true;  ///< half_rank and log_stretch; false: only what is missing is placed, and the rest standardised
  bool thin = false;  ///< the median is thinned_median
};
std::vector<double> warped(std::span<const double> labels, const OutputWarp& options);

}  // namespace kilter
