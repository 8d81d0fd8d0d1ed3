// SPDX-License-Identifier: MIT
// How parameters follow their gradient: SGD with momentum, Adam, AdamW.
#pragma once
#include <span>
#include <vector>

#include "kilter/nn/layer.hpp"

namespace kilter::nn {

enum class Method { sgd, nesterov, adam, adamw };

struct OptimiserOptions {
  Method method = Method::adamw;
  double momentum = 0.9;  ///< of SGD; beta1 of Adam
  double beta2 = 0.95;
  double weight_decay = 0.01;  ///< adam and SGD add it to the gradient, adamw takes it from the weight
  double clip = 0;             ///< the longest gradient; 0: any
};

/// D. P. Kingma, J. Ba: Adam (ICLR 2015); I. Loshchilov, F. Hutter: Decoupled weight decay regularization (ICLR 2019).
/// Not thread-safe.
class Optimiser {
 public:
  Optimiser(const OptimiserOptions& options, std::size_t parameters);
  /// Overwrites the gradients.
  void step(double rate, std::span<const Group> groups, std::span<float> parameters, std::span<float> gradients);

 private:
  void descend(float rate, const float* g, float* m, float* w, std::size_t count) const;

  OptimiserOptions options_;
  std::vector<float> m_, v_;
  double power1_ = 1, power2_ = 1;
};

}  // namespace kilter::nn
