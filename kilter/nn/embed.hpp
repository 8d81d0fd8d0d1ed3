// SPDX-License-Identifier: MIT
// The front of a network: numbers as they are, and a trained vector for each category.
#pragma once
#include <span>
#include <vector>

#include "kilter/nn/layer.hpp"

namespace kilter::nn {

/// Place 0 of each table is for what is missing or unknown. Not thread-safe.
class Embed {
 public:
  /// `categories`: how many each table has, place 0 not counted.
  Embed(std::size_t numbers, std::vector<std::size_t> categories, std::size_t width);

  std::size_t inputs() const { return numbers_; }
  std::size_t tables() const { return offsets_.size(); }
  std::size_t outputs() const { return numbers_ + offsets_.size() * width_; }
  std::size_t width() const { return width_; }
  Group group() const { return {parameters_, 1, 0}; }
  void begin(const Rng& rng, float* parameters) const;
  void place(float* parameters, float* gradients) { p_ = parameters, g_ = gradients; }

  /// `codes`: one a table and row, row by row.
  void forward(const float* numbers, const int* codes, std::size_t rows, Matrix& out) const;
  void backward(const int* codes, const Matrix& dout);

 private:
  std::size_t numbers_;
  std::size_t width_;
  std::size_t parameters_ = 0;
  std::vector<std::size_t> offsets_;  ///< of each table
  float *p_ = nullptr, *g_ = nullptr;
};

}  // namespace kilter::nn
