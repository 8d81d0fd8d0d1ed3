// SPDX-License-Identifier: MIT
// Which rows are trained on, which validate, and which stay locked until the end.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace kilter::fit {

struct Fold {
  std::vector<std::size_t> training, validation;
};

/// Deals rows into `parts` with equal shares of each class, or of each tenth of a number's range. Returns the part of
/// each row. Equal arguments deal equally on every machine. `strata`: one a row; none is NaN.
std::vector<int> dealt(std::span<const double> strata, bool of_classes, int parts, std::uint64_t seed);

/// `folds` above 1: each part validates once; 1: 3 of 17 parts (15 of 85 %) validate.
std::vector<Fold> make_folds(std::span<const double> strata, bool of_classes, int folds, std::uint64_t seed);

/// Rows for the end, 15 %, and all others.
struct Locked {
  std::vector<std::size_t> open, locked;
};
Locked lock_rows(std::span<const double> strata, bool of_classes, std::uint64_t seed);

}  // namespace kilter::fit
