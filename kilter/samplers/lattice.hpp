// SPDX-License-Identifier: MIT
// A finite set of points of a space, numbered without being written down.
#pragma once
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "kilter/space/space.hpp"

namespace kilter {

/// The values that one parameter takes: a list of codes, or all its levels.
class Axis {
 public:
  /// The first `count` levels of a discrete parameter.
  static Axis of_levels(std::uint64_t count) { return Axis(count, {}); }
  static Axis of_codes(std::vector<double> codes) {
    const std::uint64_t size = codes.size();
    return Axis(size, std::move(codes));
  }

  std::uint64_t size() const { return size_; }
  double code(const Parameter& parameter, std::uint64_t digit) const;

 private:
  Axis(std::uint64_t size, std::vector<double> codes) : size_(size), codes_(std::move(codes)) {}

  std::uint64_t size_;
  std::vector<double> codes_;
};

/// All combinations of the values of its axes, each parameter only where its condition holds: a number stands for one
/// settled configuration and no other does. (Where a condition ties together more than 2^12 combinations of parents it
/// is not followed: then several numbers stand for one configuration.) Constraints are not looked at. A value; safe to
/// read from any thread.
class Lattice {
 public:
  static constexpr std::uint64_t too_many = std::uint64_t{1} << 62;

  Lattice(Space space, std::vector<Axis> axes);

  /// How many there are; too_many: that many or more, and then at() must not be called.
  std::uint64_t size() const { return size_; }
  Params at(std::uint64_t index) const;

 private:
  /// One parameter in the order in which numbers are read.
  struct Place {
    std::size_t parameter = 0;
    bool conditional = false;                             ///< its condition is followed
    bool branches = false;                                ///< later conditions look at it
    std::vector<std::size_t> frontier;                    ///< earlier parameters that this or later conditions look at
    std::map<std::vector<double>, std::uint64_t> counts;  ///< points from here on, by the frontier's codes
  };

  void arrange();
  void find_frontiers(const std::vector<std::vector<std::size_t>>& parents);
  std::uint64_t count(std::size_t at, Params& row);
  std::uint64_t count_after(std::size_t at, const Params& row) const;
  std::vector<double> frontier(std::size_t at, const Params& row) const;

  Space space_;
  std::vector<Axis> axes_;
  std::vector<Place> places_;
  std::uint64_t size_ = 1;
};

}  // namespace kilter
