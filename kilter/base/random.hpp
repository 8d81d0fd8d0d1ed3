// SPDX-License-Identifier: MIT
// Random numbers without state: Philox4x32-10, a function of (key, counter) alone.
// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
#pragma once
#include <array>
#include <cstdint>

namespace kilter {

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// S. Vigna's splitmix64, used to mix seeds.
std::uint64_t splitmix64(std::uint64_t x);

/// The numbers that belong to one (study seed, trial number). A value: copying it copies no state, for there is none.
/// `stream` separates purposes, `index` the draws within one; equal arguments give equal numbers on every machine.
struct Rng {
  std::uint64_t seed = 0;
  std::uint64_t number = 0;

  std::uint64_t bits(std::uint32_t stream, std::uint64_t index) const;
  /// In (0, 1): never an end point.
  double uniform(std::uint32_t stream, std::uint64_t index) const;
  /// In [0, n), unbiased (Lemire 2019). n must be positive.
  std::uint64_t below(std::uint64_t n, std::uint32_t stream, std::uint64_t index) const;
};

}  // namespace kilter
