// SPDX-License-Identifier: MIT
// What paused trials would have at their full length, as those that went further suggest.
#pragma once
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter {

/// Reads the values that trials of one part had at the lengths at which trials were paused. From each length to the
/// next a value changes by as much as the median of those that have been at both.
class Unfinished {
 public:
  Unfinished(const History& history, const Goal& goal);

  /// The value at the greatest length that anyone has been at, in the goal's own direction, and its variance.
  struct Estimate {
    double value = 0;  ///< NaN: the trial has not been at any of the lengths
    double variance = 0;
  };
  Estimate of(const Trial& trial) const;

 private:
  Goal goal_;
  std::vector<double> lengths_;    ///< ascending
  std::vector<Estimate> changes_;  ///< from each length to the next, where one is known
};

}  // namespace kilter
