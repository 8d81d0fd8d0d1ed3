// SPDX-License-Identifier: MIT
// The two areas under curves by which a ranking of rows is judged.
#pragma once
#include <cstddef>
#include <vector>

namespace kilter::nn {

/// One row as a ranking sees it.
struct Ranked {
  double score = 0;
  double weight = 1;
  bool positive = false;
};

/// The area under the ROC curve, ties counted half; NaN where one class is missing. Sorts its copy.
double roc_area(std::vector<Ranked> rows);
/// Average precision: the sum of precision times the gain in recall over the distinct scores.
double average_precision(std::vector<Ranked> rows);

}  // namespace kilter::nn
