// SPDX-License-Identifier: MIT
// The values of a grid, from a coarse one to the whole in levels that contain one another.
#pragma once
#include <vector>

#include "kilter/samplers/lattice.hpp"
#include "kilter/samplers/samplers.hpp"

namespace kilter {

/// Level 1 has the two ends and the middle of each number and all choices; each further level halves the gaps. A
/// value; safe to read from any thread.
class Refinement {
 public:
  /// Throws Error(invalid) for a number of points that no grid can have, or one of an unknown parameter.
  Refinement(const Space& space, const GridOptions& options);

  int levels() const { return levels_; }
  /// One axis a parameter; level is 1 to levels().
  std::vector<Axis> axes(int level) const;

 private:
  struct Codes {
    std::vector<double> in_order;  ///< refined level by level
    std::vector<double> always;    ///< in every level
  };
  Codes codes(const Parameter& parameter, int points) const;

  std::vector<Codes> codes_;
  int levels_ = 1;
};

}  // namespace kilter
