// SPDX-License-Identifier: MIT
// Sobol' points by random access, and hashed Owen scrambling.
// S. Joe, F. Y. Kuo: Constructing Sobol sequences with better two-dimensional projections (SIAM J. Sci. Comput. 30,
// 2008), direction numbers new-joe-kuo-6. S. Laine, T. Karras: Stratified sampling for stochastic transparency (2011);
// B. Burley: Practical hash-based Owen scrambling (JCGT 9, 2020).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kilter {

/// The unscrambled sequence in Gray code order. A value; safe to read from any thread.
class Sobol {
 public:
  static constexpr std::size_t max_dimensions = 1024;

  /// Throws std::out_of_range above max_dimensions.
  explicit Sobol(std::size_t dimensions);

  std::size_t dimensions() const { return directions_.size(); }
  /// Coordinate of a point as a fraction of 2^32. Point 0 is the corner.
  std::uint32_t at(std::uint32_t point, std::size_t dimension) const;

 private:
  std::vector<std::array<std::uint32_t, 32>> directions_;
};

/// A random nested permutation of [0, 2^32): of two numbers that share their first k bits the images do too.
std::uint32_t owen(std::uint32_t x, std::uint32_t seed);

/// The middle of the cell of width 2^-32 that begins at x: never 0 or 1.
inline double unit(std::uint32_t x) { return (static_cast<double>(x) + 0.5) * 0x1p-32; }

}  // namespace kilter
