// SPDX-License-Identifier: MIT
// Compiled once for each instruction set, with another KILTER_KERNELS (the name of the table) and another name for the
// namespace of Eigen, so that the linker cannot take one set's code for another's. No inline functions of the standard
// library here, for the same reason.
#include <Eigen/Core>

#include "kilter/nn/kernels.hpp"

namespace kilter::nn {
namespace {

using Index = Eigen::Index;
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using In = Eigen::Map<const Rows>;
using Out = Eigen::Map<Rows>;

/// exp(x) to about two units in the last place; 0 and infinity are never reached.
inline float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float shift = 12582912.0f;  // 1.5 * 2^23: adding it rounds to a whole number
  const float k = x * 1.44269504f + shift;
  const float whole = k - shift;
  const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  unsigned bits, exponent;
  __builtin_memcpy(&bits, &p, 4);
  __builtin_memcpy(&exponent, &k, 4);
  bits += exponent << 23;
  __builtin_memcpy(&p, &bits, 4);
  return p;
}

inline float hyperbolic(float x) {
  const float e = exponential(-2.0f * (x < 0 ? -x : x));
  const float t = (1.0f - e) / (1.0f + e);
  return x < 0 ? -t : t;
}

template <class Of>
inline void each(const float* __restrict x, float* __restrict y, float* __restrict slope, std::size_t count,
                 const Of& of) {
  for (std::size_t i = 0; i < count; ++i) of(x[i], y[i], slope[i]);
}

void activate(Activation kind, const float* x, float* y, float* slope, std::size_t count) {
  switch (kind) {
    case Activation::relu:
      each(x, y, slope, count, [](float a, float& f, float& d) { f = a > 0 ? a : 0.0f, d = a > 0 ? 1.0f : 0.0f; });
      break;
    case Activation::leaky_relu:
      each(x, y, slope, count, [](float a, float& f, float& d) { d = a > 0 ? 1.0f : 0.01f, f = a * d; });
      break;
    case Activation::gelu:  // by the tangent, as most frameworks' "tanh" form
      each(x, y, slope, count, [](float a, float& f, float& d) {
        const float t = hyperbolic(0.79788456f * (a + 0.044715f * a * a * a));
        f = 0.5f * a * (1 + t);
        d = 0.5f * (1 + t) + 0.5f * a * (1 - t * t) * 0.79788456f * (1 + 0.134145f * a * a);
      });
      break;
    case Activation::silu:
      each(x, y, slope, count, [](float a, float& f, float& d) {
        const float s = 1.0f / (1.0f + exponential(-a));
        f = a * s;
        d = s + f * (1 - s);
      });
      break;
    case Activation::tanh:
      each(x, y, slope, count, [](float a, float& f, float& d) { f = hyperbolic(a), d = 1 - f * f; });
      break;
    case Activation::selu:
      each(x, y, slope, count, [](float a, float& f, float& d) {
        const float e = 1.7580993f * exponential(a < 0 ? a : 0.0f);
        f = a > 0 ? 1.0507010f * a : e - 1.7580993f;
        d = a > 0 ? 1.0507010f : e;
      });
      break;
  }
}

void multiply(const float* x, const float* w, const float* bias, float scale, float* y, std::size_t rows,
              std::size_t in, std::size_t out) {
  Out to(y, Index(rows), Index(out));
  to.noalias() = scale * In(x, Index(rows), Index(in)) * In(w, Index(in), Index(out));
  to.rowwise() += Eigen::Map<const Eigen::RowVectorXf>(bias, Index(out));
}

void multiply_back(const float* dy, const float* w, float scale, float* dx, std::size_t rows, std::size_t in,
                   std::size_t out) {
  Out(dx, Index(rows), Index(in)).noalias() =
      scale * In(dy, Index(rows), Index(out)) * In(w, Index(in), Index(out)).transpose();
}

void outer(const float* x, const float* dy, float scale, float* dw, float* db, std::size_t rows, std::size_t in,
           std::size_t out) {
  const In gradient(dy, Index(rows), Index(out));
  Out(dw, Index(in), Index(out)).noalias() = scale * In(x, Index(rows), Index(in)).transpose() * gradient;
  Eigen::Map<Eigen::RowVectorXf>(db, Index(out)) = gradient.colwise().sum();
}

void adam(const AdamStep& step, const float* __restrict gradient, float* __restrict m, float* __restrict v,
          float* __restrict w, std::size_t count) {
  const float a = step.beta1, b = step.beta2, keep = 1 - step.rate * step.decay, rate = step.rate / step.one;
  const float two = 1 / step.two;
  for (std::size_t i = 0; i < count; ++i) {
    m[i] = a * m[i] + (1 - a) * gradient[i];
    v[i] = b * v[i] + (1 - b) * gradient[i] * gradient[i];
    w[i] = keep * w[i] - rate * m[i] / (__builtin_sqrtf(v[i] * two) + 1e-8f);
  }
}

}  // namespace

extern const Kernels KILTER_KERNELS;
const Kernels KILTER_KERNELS{KILTER_KERNELS_NAME, multiply, multiply_back, outer, activate, adam};

}  // namespace kilter::nn
