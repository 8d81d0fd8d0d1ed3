// SPDX-License-Identifier: MIT
// The sentence that a model's proposal comes with.
#pragma once
#include <string>
#include <vector>

#include "kilter/core/settings.hpp"
#include "kilter/models/chances.hpp"
#include "kilter/models/surrogate.hpp"

namespace kilter {

/// "expected 0.8 % better than trial 11, uncertain by 2 %; between trials 11 and 23 (Gaussian process on 23 trials,
/// expected improvement)"; `place` says between which.
std::string reason_of(const Goal& goal, const Surrogate& model, const Observations& seen, const Belief& belief,
                      const std::string& place, const std::string& rule);

/// The same for two goals and their expected values.
std::string reason_of(const std::vector<Goal>& goals, double first, double second, int trials, std::size_t front,
                      const std::string& place);

/// "; comes through with a probability of 97 %", or nothing where nothing can go wrong.
std::string chances_words(Chances& chances, const FeatureRow& row);

}  // namespace kilter
