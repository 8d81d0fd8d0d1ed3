// SPDX-License-Identifier: MIT
// What a network has to beat: always the same answer, and a linear model.
#pragma once
#include <string>
#include <vector>

#include "kilter/fit/problem.hpp"

namespace kilter::fit {

struct Baseline {
  std::string name;
  double validation = 0;  ///< the task's score, mean over the folds
  nn::Scores test;
  std::vector<double> test_answers;  ///< as nn::predict() makes them
};

/// The constant one, then logistic or ridge regression: a ridge penalty of 1 a row on all weights, all inputs as a
/// network gets them. Nothing but `test` and `test_answers` looks at locked rows, and it is filled in only where
/// `opened`.
std::vector<Baseline> baselines(const Problem& problem, const std::vector<Part>& parts, bool opened);

}  // namespace kilter::fit
