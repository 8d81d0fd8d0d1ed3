// SPDX-License-Identifier: MIT
// A space-filling sequence of configurations: Sobol' points with the best of several scramblings.
#pragma once
#include <cstdint>
#include <vector>

#include "kilter/maths/sobol.hpp"
#include "kilter/samplers/samplers.hpp"

namespace kilter {

/// One Sobol' dimension a parameter of the space, used or not, so that a condition shifts nobody's coordinates. The
/// same for equal arguments. Not thread-safe.
class Design {
 public:
  Design(Space space, std::uint64_t seed, const QuasiRandomOptions& options);

  const Space& space() const { return space_; }
  std::uint64_t seed() const { return seed_; }
  /// A settled configuration; codes present in `given` stay. Constraints are not looked at.
  Params at(std::uint32_t point, const Params& given = {}) const;

 private:
  double unit(std::uint32_t point, std::size_t dimension) const;
  void scramble(std::uint64_t scrambling);
  void balance(const Rng& rng);
  double smallest_distance() const;

  Space space_;
  std::uint64_t seed_;
  std::uint32_t balanced_;  ///< how many first points share out each choice equally
  ScrambledSobol sobol_;
  std::vector<std::vector<double>> balanced_units_;  ///< by dimension; empty where it has no choices to share out
};

}  // namespace kilter
