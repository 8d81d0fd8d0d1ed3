// SPDX-License-Identifier: MIT
// A minimum of a smooth function in a box: limited-memory BFGS with projection on the bounds.
// R. H. Byrd, P. Lu, J. Nocedal, C. Zhu: A limited memory algorithm for bound constrained optimization (SIAM J. Sci.
// Comput. 16, 1995). Departs from it in that variables held by a bound are left out of the step instead of a search for
// the generalised Cauchy point (D. P. Bertsekas: Projected Newton methods, 1982).
#pragma once
#include <functional>
#include <span>
#include <vector>

namespace kilter {

struct MinimiseOptions {
  int evaluations = 60;     ///< at most so many, counted: the result never depends on time
  double gradient = 1e-2;   ///< ends where no component of the projected gradient is larger
  double decrease = 1e-9;   ///< ends where a step gains less than this, relatively
  double first_step = 0.5;  ///< the largest change of a variable in the first step
  int memory = 8;
};

struct Minimum {
  std::vector<double> x;
  double value = 0;
  int evaluations = 0;
};

/// Value of the function at x, and its gradient into `gradient`. What is not finite counts as infinitely bad.
using Slope = std::function<double(std::span<const double> x, std::span<double> gradient)>;

/// Starts from x, moved into the box. The best point seen; x itself where nothing is better.
Minimum minimise(const Slope& function, std::vector<double> x, std::span<const double> low,
                 std::span<const double> high, const MinimiseOptions& options = {});

}  // namespace kilter
