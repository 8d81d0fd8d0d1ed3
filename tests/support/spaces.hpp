// SPDX-License-Identifier: MIT
// Random search spaces for property tests: every kind, conditions as trees and graphs, constraints.
#pragma once
#include <cstdint>

#include "kilter/base/random.hpp"
#include "kilter/space/space.hpp"

namespace kilter {

/// A tape of random numbers that a test reads on and on; equal seeds give equal tapes.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : rng_{seed, 0} {}
  double uniform() { return rng_.uniform(0, next_++); }
  std::size_t below(std::size_t n) { return rng_.below(n, 1, next_++); }
  bool chance(double p) { return uniform() < p; }
  std::uint64_t bits() { return rng_.bits(2, next_++); }

 private:
  Rng rng_;
  std::uint64_t next_ = 0;
};

struct SpaceShape {
  std::size_t most_parameters = 8;
  bool finite = false;       ///< only small discrete parameters, at most 4 values each
  double conditional = 0.4;  ///< share of parameters with a condition
  double constrained = 0.4;  ///< chance of each of up to three constraints
};

/// A valid space with at least one parameter; it may have constraints that leave nothing only where `finite`.
Space random_space(std::uint64_t seed, const SpaceShape& shape = {});

/// A row of units, uniform but for some that hit 0, 1 and what lies outside.
std::vector<double> random_units(Dice& dice, std::size_t size);

}  // namespace kilter
