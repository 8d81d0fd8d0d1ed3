// SPDX-License-Identifier: MIT
// The inner loops of a Gaussian process, compiled once for each instruction set and chosen when the program starts.
#pragma once
#include <cstddef>

namespace kilter {

/// Rows of numbers as columns of one feature each: feature j of row i is at x[j * stride + i]. Numeric features come
/// first, then categories. `stride` is a multiple of 8, `x` aligned to 64 bytes, what lies beyond `rows` finite.
struct FeatureTable {
  const double* x = nullptr;
  std::size_t rows = 0;
  std::size_t stride = 0;
  std::size_t numeric = 0;
  std::size_t categories = 0;
};

/// Plain loops over plain pointers; matrices are column-major, aligned to 64 bytes, their stride a multiple of 8.
/// Nothing throws, nothing is kept; safe from any thread.
struct Kernels {
  const char* name;

  /// The lower triangle of the Matern-5/2 covariance of all rows, and of its derivative by the squared distance (which
  /// may be null). `weights`: one a feature, 1 / lengthscale^2.
  void (*covariance)(const FeatureTable& table, const double* weights, double scale, double* k, double* slope);

  /// The covariance of one row (one value a feature) with all rows of the table, and its derivative by the squared
  /// distance (which may be null).
  void (*covariance_with)(const FeatureTable& table, const double* weights, double scale, const double* row, double* k,
                          double* slope);

  /// sums[j] = sum over pairs i > c of (inverse[i,c] - alpha[i] alpha[c]) slope[i,c] D_j(i,c), D_j the squared distance
  /// in feature j. `scratch` holds `stride` numbers.
  void (*weight_sums)(const FeatureTable& table, const double* inverse, const double* alpha, const double* slope,
                      double* scratch, double* sums);

  /// sums[j] = sum over rows of a[i] times numeric feature j; sums[numeric] = sum of a.
  void (*moments)(const FeatureTable& table, const double* a, double* sums);

  /// In place, of the lower triangle. False where the matrix is not positive definite.
  bool (*cholesky)(double* a, std::size_t n, std::size_t stride);

  /// Of the lower triangle `a` = L: all of (L L')^-1, in place.
  void (*inverse)(double* a, std::size_t n, std::size_t stride);

  /// y = A x, of all of a symmetric matrix.
  void (*multiply)(const double* a, std::size_t n, std::size_t stride, const double* x, double* y);

  /// L^-1 times m columns, in place.
  void (*solve)(const double* l, std::size_t n, std::size_t stride, double* b, std::size_t m, std::size_t b_stride);
};

/// The best that this machine runs. The environment's KILTER_ISA = baseline, v3 or v4 asks for less.
const Kernels& kernels();

}  // namespace kilter
