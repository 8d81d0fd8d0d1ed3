// SPDX-License-Identifier: MIT
// A configuration as a row of features, the form in which models see it.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "kilter/space/space.hpp"

namespace kilter {

/// A parameter with more than one value. A number lies in its unit interval, and at the middle of it where inactive; a
/// category is its index, and -1 where inactive.
struct Feature {
  std::size_t parameter = 0;
  bool category = false;
  double levels = 0;          ///< infinity: continuous
  bool beside = false;        ///< units below 0.1 are one value, which stands beside the range
  std::vector<double> units;  ///< of the levels, ascending; empty where continuous or too many to list
};

using FeatureRow = std::vector<double>;

/// Numbers first, then categories. A value; safe to read from any thread.
class Features {
 public:
  explicit Features(Space space);

  const Space& space() const { return space_; }
  std::size_t size() const { return features_.size(); }
  std::size_t numeric() const { return numeric_; }
  std::size_t categories() const { return features_.size() - numeric_; }
  const Feature& operator[](std::size_t index) const { return features_[index]; }
  /// Whether a parameter can be inactive, or a constraint broken.
  bool conditional() const { return conditional_; }

  /// Of a configuration of this space or of what it was before it grew.
  FeatureRow row(const Params& params) const;
  /// The settled configuration nearest to the row; codes present in `given` stay.
  Params params(std::span<const double> row, const Params& given) const;
  /// Moves each number to the nearest value that its parameter has.
  void snap(std::span<double> row) const;

 private:
  Space space_;
  std::vector<Feature> features_;
  std::size_t numeric_ = 0;
  bool conditional_ = false;
};

}  // namespace kilter
