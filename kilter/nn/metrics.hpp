// SPDX-License-Identifier: MIT
// How good predictions are: the scores of classification and regression, each as scikit-learn defines it.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kilter::nn {

/// Rows with a known class, and the probability of each class, row by row. Class 1 of two is the positive one.
struct ClassTruth {
  std::span<const int> truth;
  std::span<const double> probability;
  std::size_t classes = 2;
  std::span<const double> weights = {};  ///< empty: all rows alike
};

/// Rows with a known and a predicted number.
struct ValueTruth {
  std::span<const double> truth;
  std::span<const double> predicted;
  std::span<const double> weights = {};
};

using Scores = std::vector<std::pair<std::string, double>>;

/// accuracy, balanced_accuracy, f1, f1_macro, f1_weighted, precision, recall, auc, pr_auc, log_loss, mcc, brier. Of
/// more than two classes f1, precision, recall, auc and pr_auc are means over the classes that appear.
Scores class_scores(const ClassTruth& rows);
/// rmse, mae, r2, median_error.
Scores value_scores(const ValueTruth& rows);

/// One of them by its name; NaN where there is none of that name.
double class_score(const ClassTruth& rows, std::string_view name);
double value_score(const ValueTruth& rows, std::string_view name);

/// Whether more is better.
bool more_is_better(std::string_view name);
bool is_class_score(std::string_view name);
bool is_value_score(std::string_view name);
/// All names, those of classes first.
std::vector<std::string> score_names();

}  // namespace kilter::nn
