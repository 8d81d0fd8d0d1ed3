// SPDX-License-Identifier: MIT
#include "kilter/nn/embed.hpp"

#include <algorithm>

namespace kilter::nn {

Embed::Embed(std::size_t numbers, std::vector<std::size_t> categories, std::size_t width)
    : numbers_(numbers), width_(width) {
  for (const auto count : categories) {
    offsets_.push_back(parameters_);
    parameters_ += (count + 1) * width;
  }
}

void Embed::begin(const Rng& rng, float* parameters) const {
  for (std::size_t i = 0; i < parameters_; ++i) parameters[i] = static_cast<float>(normal_number(rng, 0, i));
}

void Embed::forward(const float* numbers, const int* codes, std::size_t rows, Matrix& out) const {
  out.resize(rows, outputs());
  for (std::size_t i = 0; i < rows; ++i) {
    float* to = std::copy_n(numbers + i * numbers_, numbers_, out.row(i));
    for (std::size_t t = 0; t < offsets_.size(); ++t)
      to =
          std::copy_n(p_ + offsets_[t] + static_cast<std::size_t>(codes[i * offsets_.size() + t]) * width_, width_, to);
  }
}

void Embed::backward(const int* codes, const Matrix& dout) {
  std::fill(g_, g_ + parameters_, 0.0f);
  for (std::size_t i = 0; i < dout.rows; ++i) {
    const float* from = dout.row(i) + numbers_;
    for (std::size_t t = 0; t < offsets_.size(); ++t, from += width_) {
      float* to = g_ + offsets_[t] + static_cast<std::size_t>(codes[i * offsets_.size() + t]) * width_;
      for (std::size_t j = 0; j < width_; ++j) to[j] += from[j];
    }
  }
}

}  // namespace kilter::nn
