// SPDX-License-Identifier: MIT
#include "kilter/nn/curve_scores.hpp"

#include <algorithm>
#include <limits>

namespace kilter::nn {
namespace {

/// Calls `step` with the weights of positives and negatives of each distinct score, the highest first.
template <class Step>
void each_score(std::vector<Ranked>& rows, const Step& step) {
  std::stable_sort(rows.begin(), rows.end(), [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
  for (std::size_t i = 0; i < rows.size();) {
    double positive = 0, negative = 0;
    const double score = rows[i].score;
    for (; i < rows.size() && rows[i].score == score; ++i) (rows[i].positive ? positive : negative) += rows[i].weight;
    step(positive, negative);
  }
}

}  // namespace

double roc_area(std::vector<Ranked> rows) {
  double positives = 0, negatives = 0, area = 0;
  each_score(rows, [&](double positive, double negative) {
    area += negative * (positives + positive / 2);
    positives += positive;
    negatives += negative;
  });
  if (positives == 0 || negatives == 0) return std::numeric_limits<double>::quiet_NaN();
  return area / (positives * negatives);
}

double average_precision(std::vector<Ranked> rows) {
  double positives = 0, all = 0, sum = 0;
  each_score(rows, [&](double positive, double negative) {
    positives += positive;
    all += positive + negative;
    if (all > 0) sum += positive * (positives / all);
  });
  return positives == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / positives;
}

}  // namespace kilter::nn
