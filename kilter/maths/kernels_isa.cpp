// SPDX-License-Identifier: MIT
// Compiled once for each instruction set, with another KILTER_KERNELS (the name of the table) and another name for the
// namespace of Eigen, so that the linker cannot take one set's code for another's. No inline functions of the standard
// library here, for the same reason.
#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "kilter/maths/kernels.hpp"

namespace kilter {
namespace {

using Stride = Eigen::OuterStride<>;
using Block = Eigen::Map<Eigen::MatrixXd, Eigen::Aligned64, Stride>;
using Loose = Eigen::Map<Eigen::MatrixXd, Eigen::Unaligned, Stride>;
using Index = Eigen::Index;

/// exp(x) for -700 < x <= 0 to about one unit in the last place: the same bits under every instruction set.
inline double exp_below_zero(double x) {
  constexpr double shift = 0x1.8p52;
  const double k = x * 1.4426950408889634074 + shift;
  const double whole = k - shift;
  const double r = (x - whole * 0x1.62e42fefa3800p-1) - whole * 0x1.ef35793c76730p-45;
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  unsigned long long bits, exponent;
  __builtin_memcpy(&bits, &p, 8);
  __builtin_memcpy(&exponent, &k, 8);
  bits += exponent << 52;
  __builtin_memcpy(&p, &bits, 8);
  return p;
}

/// Squared distances into k, for the padded rows from `begin` on.
inline void distances(const FeatureTable& t, const double* __restrict w, const double* row, std::size_t row_step,
                      std::size_t begin, std::size_t end, double* __restrict k) {
  for (std::size_t i = begin; i < end; ++i) k[i] = 0;
  for (std::size_t j = 0; j < t.numeric; ++j) {
    const double* __restrict x = t.x + j * t.stride;
    const double at = row[j * row_step], weight = w[j];
    for (std::size_t i = begin; i < end; ++i) {
      const double d = x[i] - at;
      k[i] += weight * (d * d);
    }
  }
  for (std::size_t j = t.numeric; j < t.numeric + t.categories; ++j) {
    const double* __restrict x = t.x + j * t.stride;
    const double at = row[j * row_step], weight = w[j];
    for (std::size_t i = begin; i < end; ++i) k[i] += x[i] != at ? weight : 0.0;
  }
}

inline void matern(double scale, std::size_t begin, std::size_t end, double* __restrict k, double* __restrict slope) {
  for (std::size_t i = begin; i < end; ++i) {
    const double five = 5 * k[i];
    double q = __builtin_sqrt(five);
    q = q < 690 ? q : 690;
    const double e = scale * exp_below_zero(-q);
    k[i] = (1 + q + q * q * (1.0 / 3)) * e;
    slope[i] = (-5.0 / 6) * (1 + q) * e;
  }
}

inline void matern(double scale, std::size_t begin, std::size_t end, double* __restrict k) {
  for (std::size_t i = begin; i < end; ++i) {
    const double five = 5 * k[i];
    double q = __builtin_sqrt(five);
    q = q < 690 ? q : 690;
    k[i] = (1 + q + q * q * (1.0 / 3)) * (scale * exp_below_zero(-q));
  }
}

void covariance(const FeatureTable& t, const double* w, double scale, double* k, double* slope) {
  const std::size_t end = (t.rows + 7) / 8 * 8;
  for (std::size_t c = 0; c < t.rows; ++c) {
    const std::size_t begin = c / 8 * 8;
    distances(t, w, t.x + c, t.stride, begin, end, k + c * t.stride);
    if (slope)
      matern(scale, begin, end, k + c * t.stride, slope + c * t.stride);
    else
      matern(scale, begin, end, k + c * t.stride);
  }
}

void covariance_with(const FeatureTable& t, const double* w, double scale, const double* row, double* k,
                     double* slope) {
  const std::size_t end = (t.rows + 7) / 8 * 8;
  distances(t, w, row, 1, 0, end, k);
  if (slope)
    matern(scale, 0, end, k, slope);
  else
    matern(scale, 0, end, k);
}

inline double folded(const double* lanes) {
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

void weight_sums(const FeatureTable& t, const double* inverse, const double* alpha, const double* slope,
                 double* __restrict a, double* sums) {
  const std::size_t end = (t.rows + 7) / 8 * 8, all = t.numeric + t.categories;
  for (std::size_t j = 0; j < all; ++j) sums[j] = 0;
  for (std::size_t c = 0; c < t.rows; ++c) {
    const std::size_t begin = c / 8 * 8;
    const double* b = inverse + c * t.stride;
    const double* g = slope + c * t.stride;
    for (std::size_t i = begin; i < end; ++i) a[i] = i > c && i < t.rows ? (b[i] - alpha[i] * alpha[c]) * g[i] : 0;
    for (std::size_t j = 0; j < all; ++j) {
      const double* __restrict x = t.x + j * t.stride;
      const double at = x[c];
      double lanes[8] = {};
      if (j < t.numeric) {
        for (std::size_t i = begin; i < end; i += 8)
          for (std::size_t l = 0; l < 8; ++l) {
            const double d = x[i + l] - at;
            lanes[l] += a[i + l] * (d * d);
          }
      } else {
        for (std::size_t i = begin; i < end; i += 8)
          for (std::size_t l = 0; l < 8; ++l) lanes[l] += a[i + l] * static_cast<double>(x[i + l] != at);
      }
      sums[j] += folded(lanes);
    }
  }
}

void moments(const FeatureTable& t, const double* __restrict a, double* sums) {
  const std::size_t end = (t.rows + 7) / 8 * 8;
  for (std::size_t j = 0; j <= t.numeric; ++j) {
    double lanes[8] = {};
    const double* __restrict x = t.x + j * t.stride;
    if (j < t.numeric)
      for (std::size_t i = 0; i < end; i += 8)
        for (std::size_t l = 0; l < 8; ++l) lanes[l] += a[i + l] * x[i + l];
    else
      for (std::size_t i = 0; i < end; i += 8)
        for (std::size_t l = 0; l < 8; ++l) lanes[l] += a[i + l];
    sums[j] = folded(lanes);
  }
}

bool cholesky(double* a, std::size_t n, std::size_t stride) {
  Block m(a, Index(n), Index(n), Stride(Index(stride)));
  return Eigen::internal::llt_inplace<double, Eigen::Lower>::blocked(m) < 0;
}

/// L^-1 in place, by halves.
void invert_triangle(double* a, Index n, Index stride) {
  if (n <= 24) {
    for (Index c = 0; c < n; ++c) {
      double* column = a + c * stride;
      column[c] = 1 / column[c];
      // Column c of the inverse by forward substitution; the diagonal right of c is not inverted yet.
      for (Index i = c + 1; i < n; ++i) {
        column[i] *= column[c];
      }
      for (Index i = c + 1; i < n; ++i) {
        column[i] /= -a[i * stride + i];
        const double x = column[i];
        const double* next = a + i * stride;
        for (Index r = i + 1; r < n; ++r) column[r] += next[r] * x;
      }
    }
    return;
  }
  const Index h = (n / 2 + 7) / 8 * 8;
  const Loose top(a, h, h, Stride(stride)), low(a + h * stride + h, n - h, n - h, Stride(stride));
  Loose side(a + h, n - h, h, Stride(stride));
  invert_triangle(a, h, stride);
  invert_triangle(a + h * stride + h, n - h, stride);
  side = -(low.triangularView<Eigen::Lower>() * side).eval();
  side = (side * top.triangularView<Eigen::Lower>()).eval();
}

/// The lower triangle of M' M, of a lower triangle M, in place, by halves.
void square_triangle(double* a, Index n, Index stride) {
  if (n <= 24) {
    for (Index c = 0; c < n; ++c)
      for (Index i = c; i < n; ++i) {
        double sum = 0;
        for (Index r = i; r < n; ++r) sum += a[c * stride + r] * a[i * stride + r];
        a[c * stride + i] = sum;
      }
    return;
  }
  const Index h = (n / 2 + 7) / 8 * 8;
  Loose top(a, h, h, Stride(stride)), side(a + h, n - h, h, Stride(stride));
  const Loose low(a + h * stride + h, n - h, n - h, Stride(stride));
  square_triangle(a, h, stride);
  top.selfadjointView<Eigen::Lower>().rankUpdate(side.transpose());
  side = (low.triangularView<Eigen::Lower>().transpose() * side).eval();
  square_triangle(a + h * stride + h, n - h, stride);
}

void inverse(double* a, std::size_t n, std::size_t stride) {
  invert_triangle(a, Index(n), Index(stride));
  square_triangle(a, Index(n), Index(stride));
  for (std::size_t c = 0; c < n; ++c)
    for (std::size_t i = c + 1; i < n; ++i) a[i * stride + c] = a[c * stride + i];
}

void multiply(const double* a, std::size_t n, std::size_t stride, const double* x, double* __restrict y) {
  const std::size_t end = (n + 7) / 8 * 8;
  for (std::size_t i = 0; i < end; ++i) y[i] = 0;
  std::size_t c = 0;
  for (; c + 4 <= n; c += 4) {
    const double* __restrict p = a + c * stride;
    const double* __restrict q = p + stride, * __restrict r = q + stride, * __restrict s = r + stride;
    const double x0 = x[c], x1 = x[c + 1], x2 = x[c + 2], x3 = x[c + 3];
    for (std::size_t i = 0; i < end; ++i) y[i] += (p[i] * x0 + q[i] * x1) + (r[i] * x2 + s[i] * x3);
  }
  for (; c < n; ++c) {
    const double* __restrict p = a + c * stride;
    const double at = x[c];
    for (std::size_t i = 0; i < end; ++i) y[i] += p[i] * at;
  }
  for (std::size_t i = n; i < end; ++i) y[i] = 0;
}

void solve(const double* l, std::size_t n, std::size_t stride, double* b, std::size_t m, std::size_t b_stride) {
  const Eigen::Map<const Eigen::MatrixXd, Eigen::Aligned64, Stride> lower(l, Index(n), Index(n), Stride(Index(stride)));
  Block right(b, Index(n), Index(m), Stride(Index(b_stride)));
  lower.triangularView<Eigen::Lower>().solveInPlace(right);
}

}  // namespace

extern const Kernels KILTER_KERNELS;
const Kernels KILTER_KERNELS = {
    KILTER_KERNELS_NAME, covariance, covariance_with, weight_sums, moments, cholesky, inverse, multiply, solve};

}  // namespace kilter
