// SPDX-License-Identifier: MIT
// Which two metrics of a training are compared, and what the curves of a study's best trial tell.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/analysis/diagnosis.hpp"
#include "kilter/core/history.hpp"

namespace kilter::cli {

/// Positions among the names.
struct CurveNames {
  std::size_t train = 0, validation = 0;
  bool maximize = false;
};

/// The pair that tells the most: train_loss and val_loss before any other metric whose direction is known.
std::optional<CurveNames> curve_pair(const std::vector<std::string>& names);

/// What most parts of the best trial tell: at most one finding. Steps without a number are passed over.
std::vector<Finding> findings_of_best(const History& history);

}  // namespace kilter::cli
