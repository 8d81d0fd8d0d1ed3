// SPDX-License-Identifier: MIT
#include "kilter/maths/kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kilter/base/random.hpp"
#include "kilter/maths/buffer.hpp"

namespace kilter {
namespace {

struct Rows {
  Rows(std::size_t n, std::size_t numeric, std::size_t categories)
      : memory(padded(n) * (numeric + categories)), table{memory.data(), n, padded(n), numeric, categories} {
    const Rng rng{n, numeric};
    for (std::size_t j = 0; j < numeric + categories; ++j) {
      weights.push_back(0.1 + 5 * rng.uniform(1, j));
      for (std::size_t i = 0; i < n; ++i)
        memory[j * table.stride + i] =
            j < numeric ? rng.uniform(0, j * n + i) : static_cast<double>(rng.below(4, 0, j * n + i));
    }
  }
  double at(std::size_t i, std::size_t j) const { return table.x[j * table.stride + i]; }
  double apart(std::size_t i, std::size_t k, std::size_t j) const {
    const double d = at(i, j) - at(k, j);
    return j < table.numeric ? d * d : d != 0;
  }
  double distance(std::size_t i, std::size_t k) const {
    double sum = 0;
    for (std::size_t j = 0; j < weights.size(); ++j) sum += weights[j] * apart(i, k, j);
    return sum;
  }

  Buffer memory;
  FeatureTable table;
  std::vector<double> weights;
};

double matern(double r) { return (1 + std::sqrt(5.0) * r + 5 * r * r / 3) * std::exp(-std::sqrt(5.0) * r); }
double matern_slope(double r) { return -5.0 / 6 * (1 + std::sqrt(5.0) * r) * std::exp(-std::sqrt(5.0) * r); }

TEST(Kernels, MaternIsThePublishedOne) {
  const double at[][2] = {{.1, .9917592361711776},
                          {.5, .8286491424181253},
                          {1, .5239941088318203},
                          {2, .13866021913850426},
                          {5, .0007509337888737546}};
  Buffer x(8), k(8);
  const FeatureTable table{x.data(), 1, 8, 1, 0};
  for (const auto& [r, wanted] : at) {
    const double weight = 1;
    kernels().covariance_with(table, &weight, 1, &r, k.data(), nullptr);
    EXPECT_NEAR(k[0], wanted, 1e-15);
  }
  const double far = 1e9, weight = 1;
  kernels().covariance_with(table, &weight, 1, &far, k.data(), nullptr);
  EXPECT_TRUE(k[0] >= 0 && k[0] < 1e-200);
}

TEST(Kernels, CovarianceAndSlopesAgreeWithTheFormulas) {
  for (const std::size_t n : {1u, 7u, 8u, 33u}) {
    const Rows rows(n, 3, 2);
    const std::size_t stride = rows.table.stride;
    Buffer k(n * stride), g(n * stride), one(stride), slope(stride);
    kernels().covariance(rows.table, rows.weights.data(), 1.5, k.data(), g.data());
    for (std::size_t c = 0; c < n; ++c) {
      std::vector<double> row;
      for (std::size_t j = 0; j < 5; ++j) row.push_back(rows.at(c, j));
      kernels().covariance_with(rows.table, rows.weights.data(), 1.5, row.data(), one.data(), slope.data());
      for (std::size_t i = 0; i < n; ++i) {
        const double r = std::sqrt(rows.distance(i, c));
        EXPECT_NEAR(one[i], 1.5 * matern(r), 1e-14);
        EXPECT_NEAR(slope[i], 1.5 * matern_slope(r), 1e-14);
        if (i < c) continue;
        EXPECT_NEAR(k[c * stride + i], 1.5 * matern(r), 1e-14);
        EXPECT_NEAR(g[c * stride + i], 1.5 * matern_slope(r), 1e-14);
      }
    }
  }
}

TEST(Kernels, FactorInverseAndProductsAgree) {
  for (const std::size_t n : {1u, 5u, 24u, 25u, 40u, 97u, 200u}) {
    const Rows rows(n, 4, 1);
    const std::size_t stride = rows.table.stride;
    Buffer a(n * stride), l(n * stride), b(n * stride);
    kernels().covariance(rows.table, rows.weights.data(), 1, a.data(), nullptr);
    for (std::size_t c = 0; c < n; ++c) a[c * stride + c] += 0.01;
    for (std::size_t c = 0; c < n; ++c)
      for (std::size_t i = c; i < n; ++i) l[c * stride + i] = b[c * stride + i] = a[c * stride + i];
    ASSERT_TRUE(kernels().cholesky(l.data(), n, stride));
    for (std::size_t i = 0; i < n * stride; ++i) b[i] = l[i];
    kernels().inverse(b.data(), n, stride);
    const auto full = [&](std::size_t i, std::size_t c) { return i < c ? a[i * stride + c] : a[c * stride + i]; };
    Buffer x(stride), y(stride), solved(2 * stride);
    for (std::size_t i = 0; i < n; ++i) x[i] = std::sin(static_cast<double>(i)), solved[stride + i] = x[i];
    kernels().multiply(b.data(), n, stride, x.data(), y.data());
    for (std::size_t i = 0; i < n; ++i) {
      double back = 0;
      for (std::size_t c = 0; c < n; ++c) back += full(i, c) * y[c];
      EXPECT_NEAR(back, x[i], 1e-10) << n;
    }
    kernels().solve(l.data(), n, stride, solved.data(), 2, stride);
    double square = 0, form = 0;
    for (std::size_t i = 0; i < n; ++i) square += solved[stride + i] * solved[stride + i], form += x[i] * y[i];
    EXPECT_NEAR(square, form, 1e-9 * form) << n;
    EXPECT_EQ(solved[0], 0);
  }
}

TEST(Kernels, SumsAgreeWithPlainLoops) {
  const std::size_t n = 29;
  const Rows rows(n, 3, 2);
  const std::size_t stride = rows.table.stride;
  Buffer b(n * stride), g(n * stride), alpha(stride), scratch(stride), sums(8);
  const Rng rng{5, 5};
  for (std::size_t i = 0; i < n * stride; ++i) b[i] = rng.uniform(0, i), g[i] = rng.uniform(1, i);
  for (std::size_t i = 0; i < n; ++i) alpha[i] = rng.uniform(2, i);
  kernels().weight_sums(rows.table, b.data(), alpha.data(), g.data(), scratch.data(), sums.data());
  for (std::size_t j = 0; j < 5; ++j) {
    double wanted = 0;
    for (std::size_t c = 0; c < n; ++c)
      for (std::size_t i = c + 1; i < n; ++i)
        wanted += (b[c * stride + i] - alpha[i] * alpha[c]) * g[c * stride + i] * rows.apart(i, c, j);
    EXPECT_NEAR(sums[j], wanted, 1e-10);
  }
  kernels().moments(rows.table, alpha.data(), sums.data());
  double first = 0, all = 0;
  for (std::size_t i = 0; i < n; ++i) first += alpha[i] * rows.at(i, 0), all += alpha[i];
  EXPECT_NEAR(sums[0], first, 1e-12);
  EXPECT_NEAR(sums[3], all, 1e-12);
}

TEST(Kernels, RefusesWhatIsNotPositive) {
  Buffer a(16);
  a[0] = 1, a[1] = 2, a[9] = 1;
  EXPECT_FALSE(kernels().cholesky(a.data(), 2, 8));
}

}  // namespace
}  // namespace kilter
