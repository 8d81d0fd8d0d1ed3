// SPDX-License-Identifier: MIT
// Batch normalisation (S. Ioffe, C. Szegedy, ICML 2015) and layer normalisation (J. L. Ba, J. R. Kiros, G. E. Hinton,
// 2016).
#include <algorithm>
#include <cmath>

#include "kilter/nn/layer.hpp"

namespace kilter::nn {
namespace {

constexpr float least_variance = 1e-5f;
constexpr float newest = 0.1f;  // share of the newest batch in the running statistics

/// Parameters: factor, summand; of batches also the running mean and variance, which no gradient moves.
class Normalise final : public Layer {
 public:
  Normalise(Norm kind, std::size_t width) : by_batch_(kind == Norm::batch), width_(width) {}

  std::vector<Group> groups() const override {
    std::vector<Group> all{{width_, 1, 0}, {width_, 1, 0}};
    if (by_batch_) all.push_back({2 * width_, 0, 0});
    return all;
  }

  void begin(const Rng&, float* p) const override {
    std::fill(p, p + width_, 1.0f);
    std::fill(p + width_, p + 2 * width_, 0.0f);
    if (!by_batch_) return;
    std::fill(p + 2 * width_, p + 3 * width_, 0.0f);
    std::fill(p + 3 * width_, p + 4 * width_, 1.0f);
  }

  void place(float* p, float* g) override { p_ = p, g_ = g; }

  void forward(const Matrix& in, Matrix& out, const Pass& pass) override {
    out.resize(in.rows, width_);
    centred_ = in;
    // One row has no variance.
    fixed_ = by_batch_ && (!pass.training || in.rows < 2);
    if (fixed_)
      by_running();
    else if (by_batch_)
      by_columns();
    else
      by_rows();
    for (std::size_t i = 0; i < in.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) out.row(i)[j] = centred_.row(i)[j] * p_[j] + p_[width_ + j];
  }

  void backward(const Matrix& in, const Matrix& dout, Matrix* din) override {
    std::fill(g_, g_ + 2 * width_, 0.0f);
    for (std::size_t i = 0; i < in.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) {
        g_[j] += dout.row(i)[j] * centred_.row(i)[j];
        g_[width_ + j] += dout.row(i)[j];
      }
    if (!din) return;
    din->resize(in.rows, width_);
    if (by_batch_)
      back_through_columns(dout, *din);
    else
      back_through_rows(dout, *din);
  }

 private:
  void by_running() {
    inverse_.resize(width_);
    for (std::size_t j = 0; j < width_; ++j) inverse_[j] = 1 / std::sqrt(p_[3 * width_ + j] + least_variance);
    for (std::size_t i = 0; i < centred_.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j)
        centred_.row(i)[j] = (centred_.row(i)[j] - p_[2 * width_ + j]) * inverse_[j];
  }

  void by_columns() {
    inverse_.resize(width_);
    const auto n = static_cast<float>(centred_.rows);
    std::vector<float> mean(width_), variance(width_);
    for (std::size_t i = 0; i < centred_.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) mean[j] += centred_.row(i)[j];
    for (auto& m : mean) m /= n;
    for (std::size_t i = 0; i < centred_.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) {
        float& x = centred_.row(i)[j];
        x -= mean[j];
        variance[j] += x * x;
      }
    for (std::size_t j = 0; j < width_; ++j) {
      inverse_[j] = 1 / std::sqrt(variance[j] / n + least_variance);
      p_[2 * width_ + j] += newest * (mean[j] - p_[2 * width_ + j]);
      p_[3 * width_ + j] += newest * (variance[j] / (n - 1) - p_[3 * width_ + j]);
    }
    for (std::size_t i = 0; i < centred_.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) centred_.row(i)[j] *= inverse_[j];
  }

  void by_rows() {
    inverse_.resize(centred_.rows);
    const auto n = static_cast<float>(width_);
    for (std::size_t i = 0; i < centred_.rows; ++i) {
      float* x = centred_.row(i);
      float mean = 0, variance = 0;
      for (std::size_t j = 0; j < width_; ++j) mean += x[j];
      mean /= n;
      for (std::size_t j = 0; j < width_; ++j) x[j] -= mean, variance += x[j] * x[j];
      inverse_[i] = 1 / std::sqrt(variance / n + least_variance);
      for (std::size_t j = 0; j < width_; ++j) x[j] *= inverse_[i];
    }
  }

  void back_through_columns(const Matrix& dout, Matrix& din) const {
    const auto n = static_cast<float>(din.rows);
    for (std::size_t i = 0; i < din.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) {
        const float lost = fixed_ ? 0.0f : (g_[width_ + j] + centred_.row(i)[j] * g_[j]) / n;
        din.row(i)[j] = p_[j] * inverse_[j] * (dout.row(i)[j] - lost);
      }
  }

  void back_through_rows(const Matrix& dout, Matrix& din) const {
    const auto n = static_cast<float>(width_);
    for (std::size_t i = 0; i < din.rows; ++i) {
      float sum = 0, along = 0;
      for (std::size_t j = 0; j < width_; ++j) {
        const float d = dout.row(i)[j] * p_[j];
        sum += d;
        along += d * centred_.row(i)[j];
      }
      for (std::size_t j = 0; j < width_; ++j)
        din.row(i)[j] = inverse_[i] * (dout.row(i)[j] * p_[j] - (sum + centred_.row(i)[j] * along) / n);
    }
  }

  bool by_batch_;
  bool fixed_ = false;
  std::size_t width_;
  float *p_ = nullptr, *g_ = nullptr;
  Matrix centred_;
  std::vector<float> inverse_;
};

}  // namespace

std::unique_ptr<Layer> make_norm(Norm kind, std::size_t width) { return std::make_unique<Normalise>(kind, width); }

}  // namespace kilter::nn
