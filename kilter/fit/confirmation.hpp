// SPDX-License-Identifier: MIT
// The winner trained anew, with seeds and splits that the search has not seen.
#pragma once
#include <functional>
#include <utility>
#include <vector>

#include "kilter/fit/model.hpp"
#include "kilter/fit/search.hpp"

namespace kilter::fit {

struct Confirmed {
  Model model;
  nn::Scores validation;                       ///< of rows by networks that have not been trained on them
  std::pair<double, double> interval;          ///< of the task's score on those rows
  std::vector<double> singles;                 ///< the task's score of each network alone
  std::vector<std::vector<nn::Epoch>> curves;  ///< of each training
};

/// With folds: a network a fold of a fresh split, each row judged by the one that did not see it. Else networks with
/// `count` fresh seeds, judged together on the validation rows. `jobs` at once. All diverged: no members.
Confirmed confirm(const Problem& problem, const Settings& settings, int count, int jobs,
                  const std::function<bool()>& go_on);

}  // namespace kilter::fit
