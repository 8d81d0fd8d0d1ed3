// SPDX-License-Identifier: MIT
// A configuration as numbers, and a rule between its parameters.
#pragma once
#include <string>
#include <vector>

namespace kilter {

/// A configuration: one code for each parameter, in the order of the space; NaN where absent or inactive. A shorter
/// row stands for one whose missing codes are absent, so rows outlive the growth of their space.
using Params = std::vector<double>;

/// A rule between parameters that no proposal breaks.
struct Constraint {
  std::string name;
  std::string expression;
  bool operator==(const Constraint&) const = default;
};

}  // namespace kilter
