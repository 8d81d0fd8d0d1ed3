// SPDX-License-Identifier: MIT
// What a configuration promises where two goals count: the expected gain of hypervolume.
// M. Emmerich, K. Yang et al.: Multi-objective Bayesian global optimization using expected hypervolume improvement
// gradient (Swarm and Evolutionary Computation 44, 2019), by strips.
#pragma once
#include <array>
#include <span>
#include <vector>

#include "kilter/samplers/acquisition.hpp"

namespace kilter {

using Point = std::array<double, 2>;

/// The points that no other surpasses in both coordinates, by the first ascending; both are maximised.
std::vector<Point> front_of(std::vector<Point> points);

/// Log expected gain of the area between a front and a reference point, for two independent processes. Not thread-safe.
class HypervolumeGain final : public Acquisition {
 public:
  /// `front` as front_of gives it, all of it above `reference`.
  HypervolumeGain(Process& first, Process& second, std::vector<Point> front, Point reference);

  std::vector<double> at(std::span<const FeatureRow> rows) override;
  double at(std::span<const double> row, std::span<double> slope) override;

 private:
  struct Gain {
    double log = 0;
    Point by_mean{}, by_deviation{};  ///< slopes of log
  };
  Gain gain(const Point& mean, const Point& deviation) const;

  std::array<Process*, 2> processes_;
  std::vector<Point> front_;
  Point reference_;
};

}  // namespace kilter
