// SPDX-License-Identifier: MIT
// The inner loops of training a network, compiled once for each instruction set and chosen when the program starts.
#pragma once
#include <cstddef>

namespace kilter::nn {

enum class Activation { relu, leaky_relu, gelu, silu, tanh, selu };

/// What a step of Adam needs beside the numbers; `one` and `two` are 1 - beta^step.
struct AdamStep {
  float rate = 0, decay = 0, beta1 = 0, beta2 = 0, one = 1, two = 1;
};

/// Plain loops over plain pointers; matrices are row-major without gaps. Nothing throws, nothing is kept; safe from any
/// thread.
struct Kernels {
  const char* name;

  /// y = scale x w + bias: x of rows * in, w of in * out.
  void (*multiply)(const float* x, const float* w, const float* bias, float scale, float* y, std::size_t rows,
                   std::size_t in, std::size_t out);
  /// dx = scale dy w'
  void (*multiply_back)(const float* dy, const float* w, float scale, float* dx, std::size_t rows, std::size_t in,
                        std::size_t out);
  /// dw = scale x' dy, db = the sums of the columns of dy.
  void (*outer)(const float* x, const float* dy, float scale, float* dw, float* db, std::size_t rows, std::size_t in,
                std::size_t out);
  /// y = f(x), slope = f'(x).
  void (*activate)(Activation kind, const float* x, float* y, float* slope, std::size_t count);
  /// The decoupled weight decay of AdamW; `m` and `v` are the moments.
  void (*adam)(const AdamStep& step, const float* gradient, float* m, float* v, float* w, std::size_t count);
};

/// Those of the instruction set that kilter::kernels() has chosen.
const Kernels& kernels();

}  // namespace kilter::nn
