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

#include "kilter/base/random.hpp"

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

/// A Sobol' sequence under one hashed Owen scrambling, of any number of dimensions: beyond the table's its columns come
/// again under other scramblings. A value; safe to read from any thread.
class ScrambledSobol {
 public:
  ScrambledSobol(std::size_t dimensions, const Rng& rng);

  std::size_t dimensions() const { return seeds_.size(); }
  /// In (0, 1).
  double at(std::uint32_t point, std::size_t dimension) const {
    return unit(owen(sobol_.at(point, dimension % Sobol::max_dimensions), seeds_[dimension]));
  }
  /// Takes the scrambling of another generator.
  void scramble(const Rng& rng);

 private:
  Sobol sobol_;
  std::vector<std::uint32_t> seeds_;
};

}  // namespace kilter
