// SPDX-License-Identifier: MIT
// The best new configuration by an acquisition function, over mixed and conditional spaces.
#pragma once
#include <optional>
#include <set>
#include <vector>

#include "kilter/base/random.hpp"
#include "kilter/models/features.hpp"
#include "kilter/samplers/acquisition.hpp"
#include "kilter/samplers/tried.hpp"

namespace kilter {

struct SearchOptions {
  int candidates = 512;             ///< points of a scrambled Sobol' sequence
  int sprayed = 16;                 ///< perturbations of each of the best rows
  int starts = 5;                   ///< of the local search, from the best candidates
  int rounds = 4;                   ///< of numbers and choices in turn
  int evaluations = 30;             ///< of one descent
  std::vector<FeatureRow> avoided;  ///< from each of which a proposal differs by 0.2 in a number at least
};

struct Found {
  Params params;
  FeatureRow row;
  double score = 0;
};

/// Screens Sobol' points and perturbed good rows, then improves the best by turns: numbers by their slopes, choices and
/// short ranges by trying each change. (As in HEBO, SMAC and the mixed optimiser of Ax.) Not thread-safe.
class Search {
 public:
  /// `weights`: of the features, exp of the hyperparameters. `good`: observed rows, best first.
  Search(const Features& features, const Params& given, const Rng& rng, std::span<const double> weights,
         std::span<const FeatureRow> good, const SearchOptions& options);

  /// nullopt where each configuration looked at was tried before or breaks a constraint. `known`: observed and pending
  /// rows, none of which comes again.
  std::optional<Found> best(Acquisition& acquisition, std::span<const FeatureRow> known, const Tried& tried);

 private:
  struct Scored {
    double score;
    FeatureRow row;
  };

  bool settle(FeatureRow& row) const;
  bool avoided(const FeatureRow& row) const;
  void fill_inactive(FeatureRow& row) const;
  std::vector<FeatureRow> candidates() const;
  FeatureRow sprayed(const FeatureRow& around, std::uint32_t stream) const;
  Scored improve(Acquisition& acquisition, Scored start);
  bool descend(Acquisition& acquisition, Scored& at);
  bool exchange(Acquisition& acquisition, Scored& at);
  std::vector<double> alternatives(std::size_t feature, double now) const;
  std::vector<std::size_t> descents(const FeatureRow& row) const;

  const Features& features_;
  const Params& given_;
  Rng rng_;
  std::vector<double> weights_;
  std::vector<FeatureRow> good_;
  SearchOptions options_;
  std::vector<bool> frozen_;
  FeatureRow frozen_row_, fill_;
  std::vector<Scored> pool_;
};

}  // namespace kilter
