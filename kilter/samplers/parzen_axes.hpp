// SPDX-License-Identifier: MIT
// The parameters of a space as the axes of a Parzen mixture, and back.
#pragma once
#include <optional>

#include "kilter/maths/parzen.hpp"
#include "kilter/space/space.hpp"

namespace kilter {

/// A parameter with one value has no axis, one with a value beside its range two: which of both, and where in the
/// range. The axes of a space come first among those of a space that has grown from it. A value; safe to read from any
/// thread.
class ParzenAxes {
 public:
  explicit ParzenAxes(Space space);

  const Space& space() const { return space_; }
  const std::vector<ParzenAxis>& axes() const { return axes_; }
  /// Values of the axes of a configuration; NaN where it has none.
  std::vector<double> row(const Params& params) const;

  /// What belongs to one parameter.
  struct Place {
    std::optional<std::size_t> beside;  ///< choice 0: the value beside the range
    std::optional<std::size_t> axis;    ///< of the range
    Parameter range;                    ///< the parameter without the value beside it
  };
  const Place& operator[](std::size_t parameter) const { return places_[parameter]; }
  void read(std::size_t parameter, double code, std::vector<double>& row) const;
  double code(std::size_t parameter, const std::vector<double>& row) const;

 private:
  Space space_;
  std::vector<ParzenAxis> axes_;
  std::vector<Place> places_;
};

}  // namespace kilter
