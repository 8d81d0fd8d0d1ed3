// SPDX-License-Identifier: MIT
// What a configuration promises, as one number with its slopes.
#pragma once
#include <span>
#include <vector>

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

/// Log expected improvement on `target`, upper confidence bound, or the mean alone; plus the log probability of success
/// where a process of that is given (labels 1 and -1).
struct Wish {
  enum class Kind { improvement, bound, mean } kind = Kind::improvement;
  double target = 0;
  double kappa = 1.8;  ///< N. Srinivas et al. 2010; the constant is that of the Vizier service
};

class SingleGoal final : public Acquisition {
 public:
  SingleGoal(Process& process, const Wish& wish, Process* success = nullptr)
      : process_(process), wish_(wish), success_(success) {}

  std::vector<double> at(std::span<const FeatureRow> rows) override;
  double at(std::span<const double> row, std::span<double> slope) override;

 private:
  Process& process_;
  Wish wish_;
  Process* success_;
  std::vector<double> mean_slope_, variance_slope_;
};

}  // namespace kilter
