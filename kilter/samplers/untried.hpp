// SPDX-License-Identifier: MIT
// The last resort of every sampler: any configuration that nobody has tried, or the certainty that there is none.
#pragma once
#include <optional>

#include "kilter/base/random.hpp"
#include "kilter/samplers/given.hpp"
#include "kilter/samplers/tried.hpp"

namespace kilter {

/// Remembers only the certainty that nothing is left, so that asking once more costs little. Not thread-safe.
class Untried {
 public:
  /// A uniform draw that keeps constraints and the given codes. nullopt: nothing is left, which for finite spaces of up
  /// to 2^20 rows is certain. Where codes are given it is never nullopt: then a configuration may come again.
  std::optional<Params> find(const Space& space, const Rng& rng, const Params& given, const Tried& tried);

 private:
  std::optional<Params> search(const Space& space, const Rng& rng, const Params& given, const Tried& tried);

  struct Exhausted {
    Space space;
    Key digest;
  };
  std::optional<Exhausted> exhausted_;
};

}  // namespace kilter
