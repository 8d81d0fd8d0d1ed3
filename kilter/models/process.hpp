// SPDX-License-Identifier: MIT
// A Gaussian process over rows of features: Matern-5/2 with one lengthscale a feature, categories equal or not.
// C. E. Rasmussen, C. K. I. Williams: Gaussian processes for machine learning (2006), algorithms 2.1 and 5.1; priors as
// in S. Watanabe's GPSampler of Optuna. Inactive features lie at one point, so that the kernel stays positive definite
// in conditional spaces.
#pragma once
#include <span>
#include <vector>

#include "kilter/maths/buffer.hpp"
#include "kilter/maths/kernels.hpp"
#include "kilter/models/features.hpp"

namespace kilter {

/// Logarithms of one weight a feature (1 / lengthscale^2), of the signal's variance and of the noise's.
using Hyperparameters = std::vector<double>;

struct Belief {
  double mean = 0;
  double variance = 0;
};

/// Mean and variance of many rows; the columns of `rows` are features.
struct Beliefs {
  std::vector<double> means;
  std::vector<double> deviations;
};

/// Labels are expected to have mean 0 and variance 1. Not thread-safe: it keeps work space.
class Process {
 public:
  Process(std::size_t numeric, std::size_t categories);

  /// `repeats`: how many results each label is the mean of; `variances`: known ones of the labels. Empty: 1 and 0.
  void observe(std::span<const FeatureRow> rows, std::span<const double> labels, std::span<const double> repeats = {},
               std::span<const double> variances = {});

  std::size_t rows() const { return table_.rows; }
  std::size_t features() const { return table_.numeric + table_.categories; }
  double label(std::size_t row) const { return labels_[row]; }

  Hyperparameters usual() const;
  Hyperparameters lowest() const;
  Hyperparameters highest() const;

  /// Minus the log posterior density of the hyperparameters, but for a constant, and its slope.
  double loss(std::span<const double> theta, std::span<double> slope);
  /// Minus the log likelihood of the labels alone.
  double negative_log_likelihood(std::span<const double> theta, std::span<double> slope);

  /// Takes the hyperparameters. False where even a jitter leaves the covariance singular: then nothing may be asked.
  bool condition(const Hyperparameters& theta);
  const Hyperparameters& theta() const { return theta_; }
  double scale() const { return scale_; }
  double noise() const { return noise_; }

  /// The mean at the index-th row.
  double fitted(std::size_t row) const {
    return labels_[row] - (noise_ / repeats_[row] + variances_[row]) * alpha_[row];
  }
  /// Of the function without noise.
  Belief at(std::span<const double> row);
  /// The same with slopes by the numeric features.
  Belief at(std::span<const double> row, std::span<double> mean_slope, std::span<double> variance_slope);
  Beliefs at(std::span<const FeatureRow> rows);
  /// Of each row from all others, with noise. (Closed form: S. Sundararajan, S. S. Keerthi 2001.)
  std::vector<Belief> left_out() const;

  /// Joins rows whose results are not known yet with labels as expected (kriging believer): less is uncertain near
  /// them, and nothing else changes. D. Ginsbourger et al. 2010.
  void believe(std::span<const FeatureRow> pending);

 private:
  bool factorise(std::span<const double> theta, bool slopes);
  double penalty(std::span<const double> theta, std::span<double> slope) const;
  void place(std::size_t index, const FeatureRow& row);

  FeatureTable table_;
  Buffer x_, factor_, inverse_, slopes_, alpha_, scratch_, column_, column_slope_, product_, many_;
  std::vector<double> labels_, repeats_, variances_, weights_;
  Hyperparameters theta_;
  double scale_ = 1, noise_ = 1, half_log_det_ = 0;
};

struct FitOptions {
  int evaluations = 60;
};

/// The best hyperparameters that are found from those starts, each with so many evaluations of the posterior.
struct Fit {
  Hyperparameters theta;
  double loss = 0;
  int evaluations = 0;
};
Fit fit(Process& process, std::span<const Hyperparameters> starts, const FitOptions& options = {});

}  // namespace kilter
