// SPDX-License-Identifier: MIT
// The model of a study: a Gaussian process on its warped results, fitted when it is time to.
#pragma once
#include <vector>

#include "kilter/base/random.hpp"
#include "kilter/maths/output_warp.hpp"
#include "kilter/models/fitting.hpp"
#include "kilter/models/observations.hpp"
#include "kilter/models/process.hpp"

namespace kilter {

struct SurrogateOptions {
  std::size_t goal = 0;
  OutputWarp warp;
  int most_rows = 600;  ///< of more the best, the newest and some of the others are taken
  RefitOptions refit;
};

/// Not thread-safe.
class Surrogate {
 public:
  /// `last`: hyperparameters to go on from, or empty. Needs at least one row.
  Surrogate(const Features& features, const Observations& seen, const SurrogateOptions& options, Refit refit,
            const Hyperparameters& last, const Rng& rng);

  Process& process() { return process_; }
  /// False: no hyperparameters gave a covariance that can be inverted.
  bool usable() const { return usable_; }
  const Hyperparameters& theta() const { return theta_; }
  /// The observation that a row of the process is.
  std::size_t observation(std::size_t row) const { return used_[row]; }
  /// Rows of the process, the best mean first.
  const std::vector<std::size_t>& ranking() const { return ranking_; }
  double best_mean() const { return best_mean_; }
  /// The mean at a row of the process.
  double fitted(std::size_t row) const { return process_.fitted(row); }
  /// The value that a label stands for, by interpolation between those of known trials; and how much one unit of label
  /// is worth there.
  double value(double label) const;
  double slope(double label) const;
  /// Rank correlation of the labels with what the others predict of them; 0 below three rows.
  double reliability() const;

 private:
  Process process_;
  std::vector<std::size_t> used_, ranking_;
  std::vector<std::pair<double, double>> scale_;  ///< labels and values of known trials, ascending
  Hyperparameters theta_;
  bool usable_ = false;
  double best_mean_ = 0;
};

}  // namespace kilter
