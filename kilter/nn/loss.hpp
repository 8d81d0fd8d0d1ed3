// SPDX-License-Identifier: MIT
// What training makes small: cross entropy over classes, or the square of an error.
#pragma once
#include <span>

#include "kilter/nn/layer.hpp"

namespace kilter::nn {

enum class Loss { softmax, logistic, squared };

/// How a loss is taken.
struct LossOptions {
  double smoothing = 0;                  ///< this share of a label is spread over all classes
  std::span<const float> class_weights;  ///< empty: all alike
};

/// The mean over rows of the loss, and its gradient by the outputs into `gradient` (unless null). Softmax has an output
/// a class, logistic one output for class 1 of two; squared is half the squared error.
double class_loss(Loss loss, const Matrix& outputs, std::span<const int> labels, const LossOptions& options,
                  Matrix* gradient);
double value_loss(const Matrix& outputs, std::span<const float> values, Matrix* gradient);

/// Outputs made probabilities of each class, of doubles, row by row.
void probabilities(Loss loss, const Matrix& outputs, double* into);

}  // namespace kilter::nn
