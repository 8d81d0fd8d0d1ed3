// SPDX-License-Identifier: MIT
// What a study has learnt so far, as rows and results: the one place that decides what a trial teaches.
#pragma once
#include <span>
#include <vector>

#include "kilter/core/history.hpp"
#include "kilter/models/features.hpp"

namespace kilter {

/// A trial that has ended or was paused, or several of the same configuration.
struct Observation {
  FeatureRow row;
  TrialNumber trial = 0;       ///< the first of them
  std::vector<double> values;  ///< one a goal, the larger the better; NaN: failed, or without value
  int repeats = 1;             ///< whose values are averaged
  double spread = 0;           ///< variance of the first goal's mean, as its parts show it; 0: unknown
  std::vector<double> excess;  ///< one a limit; above 0: beyond it; NaN: not known
  double breach = 0;           ///< all that is beyond a limit, as shares of the bounds; 0: each is kept
};

struct Observations {
  std::vector<Observation> ended;   ///< in the order of trials
  std::vector<FeatureRow> pending;  ///< waiting, running, or paused before anyone knows its value
  int valued = 0;                   ///< trials with all values
  int failed = 0;                   ///< that ended without, through the configuration's fault as far as known
};

/// By how much limits are broken in all, each as a share of its bound; NaN and what is below 0 count nothing.
double breach_of(std::span<const double> excess, const std::vector<Limit>& limits);
double breach_of(const Trial& trial, const std::vector<Limit>& limits);

/// The best by its first value among those that keep all limits; nullptr: there is none.
const Observation* best_of(const Observations& seen);

/// Trials that were lost or killed teach nothing. One that was stopped early has its value, but never a better one than
/// the median of those that ran to their end; one that was given up between two folds has what those it has done say of
/// all of them; one that waits at a shorter length has what those that went on suggest (Unfinished). `but`: left out,
/// because it is the one a proposal is made for.
Observations observe(const History& history, const Features& features, TrialNumber but = -1);

}  // namespace kilter
