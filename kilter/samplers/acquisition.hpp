// SPDX-License-Identifier: MIT
// What a configuration promises, as one number with its slopes.
#pragma once
#include <span>
#include <vector>

#include "kilter/models/chances.hpp"
#include "kilter/models/process.hpp"

namespace kilter {

/// Not thread-safe.
class Acquisition {
 public:
  virtual ~Acquisition() = default;
  virtual std::vector<double> at(std::span<const FeatureRow> rows) = 0;
  /// The same for one row, and the slopes by its numeric features.
  virtual double at(std::span<const double> row, std::span<double> slope) = 0;
};

/// Log expected improvement on `target`, upper confidence bound, or the mean alone.
struct Wish {
  enum class Kind { improvement, bound, mean } kind = Kind::improvement;
  double target = 0;
  double kappa = 1.8;  ///< N. Srinivas et al. 2010; the constant is that of the Vizier service
};

class SingleGoal final : public Acquisition {
 public:
  SingleGoal(Process& process, const Wish& wish) : process_(process), wish_(wish) {}

  std::vector<double> at(std::span<const FeatureRow> rows) override;
  double at(std::span<const double> row, std::span<double> slope) override;

 private:
  Process& process_;
  Wish wish_;
  std::vector<double> mean_slope_, variance_slope_;
};

/// `weight` times what another promises, and the log probability that it comes to anything.
class Careful final : public Acquisition {
 public:
  Careful(Acquisition& promise, double weight, Chances& chances, const Caution& caution)
      : promise_(promise), weight_(weight), chances_(chances), caution_(caution) {}

  std::vector<double> at(std::span<const FeatureRow> rows) override;
  double at(std::span<const double> row, std::span<double> slope) override;

 private:
  Acquisition& promise_;
  double weight_;
  Chances& chances_;
  Caution caution_;
};

}  // namespace kilter
