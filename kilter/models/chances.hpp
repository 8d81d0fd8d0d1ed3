// SPDX-License-Identifier: MIT
// How likely a configuration comes through: it does not fail, and keeps each limit of the study.
// M. Schonlau, W. J. Welch, D. R. Jones (1998); J. R. Gardner et al.: Bayesian optimization with inequality constraints
// (ICML 2014): one process a limit, and the product of the probabilities. The logarithm of the excess follows D.
// Eriksson and M. Poloczek (AISTATS 2021).
#pragma once
#include <span>
#include <vector>

#include "kilter/models/fitting.hpp"
#include "kilter/models/observations.hpp"

namespace kilter {

inline constexpr int failures_modelled = 3;  ///< from so many on

/// How far a search keeps from the limits, so that it does not end where every second trial breaks one.
struct Caution {
  double spare = 1;   ///< deviations between what is expected of a limited metric and its bound
  double weight = 1;  ///< of the logarithm of the probability
};

/// Not thread-safe.
class Chances {
 public:
  /// `main`: hyperparameters of the results' model, whose lengthscales the model of failures takes. `last`: those of
  /// the limits' models to go on from, or empty.
  Chances(const Features& features, const Observations& seen, const Hyperparameters& main, Refit refit,
          std::span<const Hyperparameters> last, const Rng& rng);

  /// Whether anything can go wrong, as far as known.
  bool any() const { return !tests_.empty(); }
  /// Of the models of limits, in their order.
  const std::vector<Hyperparameters>& thetas() const { return thetas_; }

  double of(std::span<const double> row);
  /// Logarithms of the probabilities, those of limits with caution.
  std::vector<double> logs(std::span<const FeatureRow> rows, const Caution& caution);
  /// The same for one row; adds its slopes by the numeric features.
  double log(std::span<const double> row, const Caution& caution, std::span<double> slope);

 private:
  /// Passed where the process, and the noise of a measurement, lie above `least`.
  struct Test {
    Process process;
    double least = 0;
    double noise = 0;  ///< a variance
    bool limit = false;
  };
  void learn_failures(const Features& features, const Observations& seen, Hyperparameters theta);
  void learn_limit(const Features& features, const Observations& seen, std::size_t limit, Refit refit,
                   const Hyperparameters& last, const Rng& rng);

  std::vector<Test> tests_;
  std::vector<Hyperparameters> thetas_;
  std::vector<double> mean_slope_, variance_slope_;
};

}  // namespace kilter
