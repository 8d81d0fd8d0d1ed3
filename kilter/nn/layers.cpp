// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <numbers>

#include "kilter/nn/layer.hpp"

namespace kilter::nn {
namespace {

class Linear final : public Layer {
 public:
  explicit Linear(LinearOptions options)
      : o_(options),
        scale_(options.scaled ? static_cast<float>(1 / std::sqrt(static_cast<double>(options.in))) : 1.0f) {}

  std::vector<Group> groups() const override { return {{o_.in * o_.out, 1, 1}, {o_.out, o_.bias_rate, 0}}; }

  void begin(const Rng& rng, float* p) const override {
    std::fill(p, p + o_.in * o_.out + o_.out, 0.0f);
    if (o_.zero) return;
    const double sd = o_.scaled ? 1 : std::sqrt(2.0 / static_cast<double>(o_.in));
    for (std::size_t i = 0; i < o_.in * o_.out; ++i) p[i] = static_cast<float>(sd * normal_number(rng, 0, i));
    if (!o_.scaled) return;
    float* bias = p + o_.in * o_.out;
    for (std::size_t i = 0; i < o_.out; ++i) bias[i] = static_cast<float>(normal_number(rng, 1, i));
  }

  void place(float* p, float* g) override { w_ = p, b_ = p + o_.in * o_.out, dw_ = g, db_ = g + o_.in * o_.out; }

  void forward(const Matrix& in, Matrix& out, const Pass&) override {
    out.resize(in.rows, o_.out);
    kernels().multiply(in.values.data(), w_, b_, scale_, out.values.data(), in.rows, o_.in, o_.out);
  }

  void backward(const Matrix& in, const Matrix& dout, Matrix* din) override {
    kernels().outer(in.values.data(), dout.values.data(), scale_, dw_, db_, in.rows, o_.in, o_.out);
    if (!din) return;
    din->resize(in.rows, o_.in);
    kernels().multiply_back(dout.values.data(), w_, scale_, din->values.data(), in.rows, o_.in, o_.out);
  }

 private:
  LinearOptions o_;
  float scale_;
  float *w_ = nullptr, *b_ = nullptr, *dw_ = nullptr, *db_ = nullptr;
};

class Scale final : public Layer {
 public:
  Scale(std::size_t width, float rate) : width_(width), rate_(rate) {}

  std::vector<Group> groups() const override { return {{width_, rate_, 1}}; }
  void begin(const Rng&, float* p) const override { std::fill(p, p + width_, 1.0f); }
  void place(float* p, float* g) override { s_ = p, ds_ = g; }

  void forward(const Matrix& in, Matrix& out, const Pass&) override {
    out.resize(in.rows, width_);
    for (std::size_t i = 0; i < in.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) out.row(i)[j] = in.row(i)[j] * s_[j];
  }

  void backward(const Matrix& in, const Matrix& dout, Matrix* din) override {
    std::fill(ds_, ds_ + width_, 0.0f);
    for (std::size_t i = 0; i < in.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) ds_[j] += in.row(i)[j] * dout.row(i)[j];
    if (!din) return;
    din->resize(in.rows, width_);
    for (std::size_t i = 0; i < in.rows; ++i)
      for (std::size_t j = 0; j < width_; ++j) din->row(i)[j] = dout.row(i)[j] * s_[j];
  }

 private:
  std::size_t width_;
  float rate_;
  float *s_ = nullptr, *ds_ = nullptr;
};

class Activate final : public Layer {
 public:
  Activate(Activation kind, std::size_t width, bool parametric) : kind_(kind), width_(width), parametric_(parametric) {}

  std::vector<Group> groups() const override {
    if (!parametric_) return {};
    return {{width_, 0.1f, 0}};
  }
  void begin(const Rng&, float* p) const override {
    if (parametric_) std::fill(p, p + width_, 1.0f);
  }
  void place(float* p, float* g) override { a_ = p, da_ = g; }

  void forward(const Matrix& in, Matrix& out, const Pass&) override {
    out.resize(in.rows, width_);
    slope_.resize(in.values.size());
    kernels().activate(kind_, in.values.data(), out.values.data(), slope_.data(), in.values.size());
    if (!parametric_) return;
    bend_.resize(in.values.size());
    for (std::size_t i = 0; i < in.rows; ++i) {
      float* bend = bend_.data() + i * width_;
      float* slope = slope_.data() + i * width_;
      for (std::size_t j = 0; j < width_; ++j) {
        const float x = in.row(i)[j];
        bend[j] = out.row(i)[j] - x;
        out.row(i)[j] = x + a_[j] * bend[j];
        slope[j] = 1 + a_[j] * (slope[j] - 1);
      }
    }
  }

  void backward(const Matrix& in, const Matrix& dout, Matrix* din) override {
    if (parametric_) {
      std::fill(da_, da_ + width_, 0.0f);
      for (std::size_t i = 0; i < in.rows; ++i)
        for (std::size_t j = 0; j < width_; ++j) da_[j] += dout.row(i)[j] * bend_[i * width_ + j];
    }
    if (!din) return;
    din->resize(in.rows, width_);
    for (std::size_t i = 0; i < slope_.size(); ++i) din->values[i] = dout.values[i] * slope_[i];
  }

 private:
  Activation kind_;
  std::size_t width_;
  bool parametric_;
  float *a_ = nullptr, *da_ = nullptr;
  std::vector<float> slope_, bend_;
};

class Dropout final : public Layer {
 public:
  Dropout(double share, std::uint32_t stream)
      : least_(static_cast<std::uint64_t>(std::clamp(share, 0.0, 0.99) * 65536)),
        up_(static_cast<float>(1 / (1 - static_cast<double>(least_) / 65536))),
        stream_(stream) {}

  void forward(const Matrix& in, Matrix& out, const Pass& pass) override {
    out = in;
    if (!pass.training || least_ == 0) return;
    mask_.resize(in.values.size());
    const std::uint64_t key = splitmix64(pass.seed ^ splitmix64(pass.step * 64 + stream_));
    for (std::size_t i = 0; i < mask_.size(); i += 4) {
      std::uint64_t bits = splitmix64(key + i);
      for (std::size_t k = i; k < std::min(i + 4, mask_.size()); ++k, bits >>= 16)
        mask_[k] = (bits & 0xFFFF) < least_ ? 0.0f : up_;
    }
    for (std::size_t i = 0; i < mask_.size(); ++i) out.values[i] *= mask_[i];
  }

  void backward(const Matrix&, const Matrix& dout, Matrix* din) override {
    if (!din) return;
    *din = dout;
    if (least_ == 0) return;
    for (std::size_t i = 0; i < mask_.size(); ++i) din->values[i] *= mask_[i];
  }

 private:
  std::uint64_t least_;
  float up_;
  std::uint32_t stream_;
  std::vector<float> mask_;
};

}  // namespace

double normal_number(const Rng& rng, std::uint32_t stream, std::uint64_t index) {
  const double u = rng.uniform(stream, 2 * index), v = rng.uniform(stream, 2 * index + 1);
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

std::unique_ptr<Layer> make_linear(LinearOptions options) { return std::make_unique<Linear>(options); }
std::unique_ptr<Layer> make_scale(std::size_t width, float rate) { return std::make_unique<Scale>(width, rate); }
std::unique_ptr<Layer> make_activation(Activation kind, std::size_t width, bool parametric) {
  return std::make_unique<Activate>(kind, width, parametric);
}
std::unique_ptr<Layer> make_dropout(double share, std::uint32_t stream) {
  return std::make_unique<Dropout>(share, stream);
}

}  // namespace kilter::nn
