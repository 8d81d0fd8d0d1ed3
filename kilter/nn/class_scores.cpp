// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include "kilter/nn/curve_scores.hpp"
#include "kilter/nn/metrics.hpp"

namespace kilter::nn {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double weight_of(const ClassTruth& rows, std::size_t row) { return rows.weights.empty() ? 1.0 : rows.weights[row]; }

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// Weights of rows by their true (first) and predicted class.
class Confusion {
 public:
  explicit Confusion(const ClassTruth& rows) : classes_(rows.classes), cells_(classes_ * classes_) {
    for (std::size_t i = 0; i < rows.truth.size(); ++i) {
      const double* p = rows.probability.data() + i * classes_;
      const auto said = static_cast<std::size_t>(std::max_element(p, p + classes_) - p);
      cells_[static_cast<std::size_t>(rows.truth[i]) * classes_ + said] += weight_of(rows, i);
    }
    for (std::size_t k = 0; k < classes_; ++k) {
      double of_truth = 0, of_predicted = 0;
      for (std::size_t j = 0; j < classes_; ++j) of_truth += at(k, j), of_predicted += at(j, k);
      truth.push_back(of_truth);
      predicted.push_back(of_predicted);
      all += of_truth;
      right += at(k, k);
    }
  }

  double at(std::size_t true_class, std::size_t said) const { return cells_[true_class * classes_ + said]; }
  double precision(std::size_t k) const { return ratio(at(k, k), predicted[k]); }
  double recall(std::size_t k) const { return ratio(at(k, k), truth[k]); }
  double f1(std::size_t k) const { return ratio(2 * at(k, k), truth[k] + predicted[k]); }

  /// The mean over classes that appear among the truths or the predictions, or with the truths' weights.
  template <class Of>
  double mean(const Of& of, bool weighted) const {
    double sum = 0, count = 0;
    for (std::size_t k = 0; k < classes_; ++k) {
      if (truth[k] == 0 && predicted[k] == 0) continue;
      const double weight = weighted ? truth[k] : 1;
      sum += weight * of(k);
      count += weight;
    }
    return count > 0 ? sum / count : none;
  }

  double balanced() const {
    double sum = 0, count = 0;
    for (std::size_t k = 0; k < classes_; ++k)
      if (truth[k] > 0) sum += recall(k), ++count;
    return count > 0 ? sum / count : none;
  }

  double mcc() const {
    double joint = 0, squares_of_truth = 0, squares_of_predicted = 0;
    for (std::size_t k = 0; k < classes_; ++k) {
      joint += truth[k] * predicted[k];
      squares_of_truth += truth[k] * truth[k];
      squares_of_predicted += predicted[k] * predicted[k];
    }
    const double spread = (all * all - squares_of_predicted) * (all * all - squares_of_truth);
    return spread > 0 ? (right * all - joint) / std::sqrt(spread) : 0;
  }

  std::vector<double> truth, predicted;
  double all = 0, right = 0;

 private:
  std::size_t classes_;
  std::vector<double> cells_;
};

/// `of` of the ranking by one class against the rest; of more than two, the mean over those that have both.
template <class Of>
double over_classes(const ClassTruth& rows, const Of& of) {
  double sum = 0, count = 0;
  for (std::size_t k = rows.classes == 2 ? 1 : 0; k < rows.classes; ++k) {
    std::vector<Ranked> ranked(rows.truth.size());
    for (std::size_t i = 0; i < ranked.size(); ++i)
      ranked[i] = {rows.probability[i * rows.classes + k], weight_of(rows, i), rows.truth[i] == static_cast<int>(k)};
    const double value = of(std::move(ranked));
    if (std::isnan(value)) continue;
    sum += value;
    ++count;
  }
  return count > 0 ? sum / count : none;
}

double log_loss(const ClassTruth& rows) {
  constexpr double least = std::numeric_limits<double>::epsilon();
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < rows.truth.size(); ++i) {
    const double p = rows.probability[i * rows.classes + static_cast<std::size_t>(rows.truth[i])];
    sum -= weight_of(rows, i) * std::log(std::clamp(p, least, 1 - least));
    weights += weight_of(rows, i);
  }
  return sum / weights;
}

double brier(const ClassTruth& rows) {
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < rows.truth.size(); ++i) {
    double squares = 0;
    for (std::size_t k = rows.classes == 2 ? 1 : 0; k < rows.classes; ++k) {
      const double d = rows.probability[i * rows.classes + k] - (rows.truth[i] == static_cast<int>(k) ? 1 : 0);
      squares += d * d;
    }
    sum += weight_of(rows, i) * squares;
    weights += weight_of(rows, i);
  }
  return sum / weights;
}

double from_confusion(const Confusion& table, std::string_view name, bool two) {
  const auto f1 = [&](std::size_t k) { return table.f1(k); };
  if (name == "accuracy") return table.right / table.all;
  if (name == "balanced_accuracy") return table.balanced();
  if (name == "f1") return two ? table.f1(1) : table.mean(f1, false);
  if (name == "f1_macro") return table.mean(f1, false);
  if (name == "f1_weighted") return table.mean(f1, true);
  if (name == "precision")
    return two ? table.precision(1) : table.mean([&](std::size_t k) { return table.precision(k); }, false);
  if (name == "recall")
    return two ? table.recall(1) : table.mean([&](std::size_t k) { return table.recall(k); }, false);
  return name == "mcc" ? table.mcc() : none;
}

}  // namespace

double class_score(const ClassTruth& rows, std::string_view name) {
  if (name == "auc") return over_classes(rows, roc_area);
  if (name == "pr_auc") return over_classes(rows, average_precision);
  if (name == "log_loss") return log_loss(rows);
  if (name == "brier") return brier(rows);
  return from_confusion(Confusion(rows), name, rows.classes == 2);
}

Scores class_scores(const ClassTruth& rows) {
  Scores scores;
  for (const auto& name : score_names())
    if (is_class_score(name)) scores.emplace_back(name, class_score(rows, name));
  return scores;
}

}  // namespace kilter::nn
