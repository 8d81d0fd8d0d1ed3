// SPDX-License-Identifier: MIT
// What is to be predicted, and by which score.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/nn/metrics.hpp"
#include "kilter/nn/train.hpp"
#include "kilter/table/table.hpp"

namespace kilter::fit {

/// A value. Classes are numbered in a settled order; of two the second is the positive one. Numbers are trained on as
/// distances from their mean in standard deviations.
struct Task {
  std::string target;
  std::string score;
  ColumnType type;                   ///< of the target; kind number or category
  std::vector<std::string> classes;  ///< none: a number is predicted
  double mean = 0, deviation = 1, low = 0, high = 0;
  std::string why;  ///< why these are classes, or numbers

  bool of_classes() const { return !classes.empty(); }
  nn::Loss loss() const;
  std::size_t outputs() const { return classes.size() > 2 ? classes.size() : 1; }

  /// Takes the mean, the spread and the range of numbers from these targets, NaN where unknown; of classes nothing.
  void scale_to(const std::vector<double>& targets);
  /// Fills in the labels or values of rows whose target is known.
  void label(nn::Data& data, const std::vector<double>& targets) const;
  /// Predictions of nn::predict() as numbers of the target's own scale; probabilities stay.
  std::vector<double> readable(std::vector<double> predictions) const;
  /// Of predictions as nn::predict() makes them.
  double score_of(const std::vector<double>& predictions, const nn::Data& data, std::string_view name) const;
  double score_of(const std::vector<double>& predictions, const nn::Data& data) const {
    return score_of(predictions, data, score);
  }
  nn::Scores scores(const std::vector<double>& predictions, const nn::Data& data) const;
  /// Less is better.
  double cost(double value) const { return nn::more_is_better(score) ? -value : value; }
};

/// Decides. Throws Error where the target cannot be learnt: one value only, nothing but empty cells, an identifier, a
/// score for the other kind of task. `targets` becomes the number of each row's class or its value, NaN where it is
/// unknown.
Task make_task(const Table& table, const std::string& target, const std::optional<std::string>& score,
               std::vector<double>& targets);

}  // namespace kilter::fit
