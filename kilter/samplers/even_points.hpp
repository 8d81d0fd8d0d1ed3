// SPDX-License-Identifier: MIT
// The points of a space-filling design that may be proposed: what every sampler that learns begins with.
#pragma once
#include <optional>

#include "kilter/core/sampler.hpp"
#include "kilter/samplers/design.hpp"
#include "kilter/samplers/tried.hpp"

namespace kilter {

/// Keeps the design of one space and seed. Its answers depend on their arguments alone. Not thread-safe.
class EvenPoints {
 public:
  static constexpr std::uint32_t looks = 1000;  ///< points looked at for one answer

  explicit EvenPoints(const QuasiRandomOptions& options = {}) : options_(options) {}

  struct Point {
    std::uint32_t number = 0;
    Params params;
  };
  /// The first point from `first` on that keeps the constraints and has not been tried; what the request gives stays.
  std::optional<Point> next(const Request& request, const Tried& tried, std::uint32_t first);

 private:
  QuasiRandomOptions options_;
  std::optional<Design> design_;
};

}  // namespace kilter
