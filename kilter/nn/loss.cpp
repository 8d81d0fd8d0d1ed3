// SPDX-License-Identifier: MIT
#include "kilter/nn/loss.hpp"

#include <algorithm>
#include <cmath>

namespace kilter::nn {
namespace {

void softmax(const float* outputs, std::size_t classes, double* p) {
  const double top = *std::max_element(outputs, outputs + classes);
  double sum = 0;
  for (std::size_t k = 0; k < classes; ++k) sum += p[k] = std::exp(static_cast<double>(outputs[k]) - top);
  for (std::size_t k = 0; k < classes; ++k) p[k] /= sum;
}

double logistic(float output) { return 1 / (1 + std::exp(-static_cast<double>(output))); }

}  // namespace

double class_loss(Loss loss, const Matrix& outputs, std::span<const int> labels, const LossOptions& options,
                  Matrix* gradient) {
  const std::size_t classes = loss == Loss::logistic ? 2 : outputs.columns;
  if (gradient) gradient->resize(outputs.rows, outputs.columns);
  std::vector<double> p(classes * outputs.rows);
  probabilities(loss, outputs, p.data());
  double sum = 0, weights = 0;
  for (const int label : labels)
    weights += options.class_weights.empty()
                   ? 1.0
                   : static_cast<double>(options.class_weights[static_cast<std::size_t>(label)]);
  for (std::size_t i = 0; i < outputs.rows; ++i) {
    const auto label = static_cast<std::size_t>(labels[i]);
    const double weight =
        (options.class_weights.empty() ? 1.0 : static_cast<double>(options.class_weights[label])) / weights;
    for (std::size_t k = 0; k < classes; ++k) {
      const double wanted = (k == label ? 1 - options.smoothing : 0) + options.smoothing / static_cast<double>(classes);
      const double probability = p[i * classes + k];
      if (wanted > 0) sum -= weight * wanted * std::log(std::max(probability, 1e-30));
      if (!gradient || (loss == Loss::logistic && k == 0)) continue;
      gradient->row(i)[loss == Loss::logistic ? 0 : k] = static_cast<float>(weight * (probability - wanted));
    }
  }
  return sum;
}

double value_loss(const Matrix& outputs, std::span<const float> values, Matrix* gradient) {
  if (gradient) gradient->resize(outputs.rows, 1);
  const auto n = static_cast<double>(outputs.rows);
  double sum = 0;
  for (std::size_t i = 0; i < outputs.rows; ++i) {
    const double error = static_cast<double>(outputs.values[i]) - static_cast<double>(values[i]);
    sum += 0.5 * error * error / n;
    if (gradient) gradient->values[i] = static_cast<float>(error / n);
  }
  return sum;
}

void probabilities(Loss loss, const Matrix& outputs, double* into) {
  for (std::size_t i = 0; i < outputs.rows; ++i) {
    if (loss == Loss::softmax) {
      softmax(outputs.row(i), outputs.columns, into + i * outputs.columns);
      continue;
    }
    into[2 * i + 1] = logistic(outputs.values[i]);
    into[2 * i] = 1 - into[2 * i + 1];
  }
}

}  // namespace kilter::nn
