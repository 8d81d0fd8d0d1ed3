// SPDX-License-Identifier: MIT
#include "bench/tasks/bbob.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "bench/tasks/bbob_random.hpp"

namespace kilter::bench {
namespace {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;
using std::numbers::pi;

double square(double x) { return x * x; }
double squares(const Vector& x) { return std::inner_product(x.begin(), x.end(), x.begin(), 0.0); }

Vector times(const Matrix& m, const Vector& x) {
  Vector y(m.size(), 0);
  for (std::size_t i = 0; i < m.size(); ++i)
    for (std::size_t j = 0; j < x.size(); ++j) y[i] += m[i][j] * x[j];
  return y;
}

/// What makes a function irregular, on a logarithmic scale.
double oscillated(double x) {
  if (x == 0) return 0;
  const double log = std::log(std::abs(x));
  const double waves = x > 0 ? std::sin(10 * log) + std::sin(7.9 * log) : std::sin(5.5 * log) + std::sin(3.1 * log);
  return std::copysign(std::exp(log + 0.049 * waves), x);
}

Vector oscillated(Vector x) {
  for (double& one : x) one = oscillated(one);
  return x;
}

/// What breaks the symmetry of a function.
Vector stretched(Vector x, double beta) {
  const double last = static_cast<double>(x.size() - 1);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i] > 0) x[i] = std::pow(x[i], 1 + beta * static_cast<double>(i) / last * std::sqrt(x[i]));
  return x;
}

/// For leaving the box [-5, 5].
double penalty(const Vector& x) {
  double sum = 0;
  for (const double one : x) sum += square(std::max(0.0, std::abs(one) - 5));
  return sum;
}

double rastrigin(const Vector& z) {
  double sum = 0;
  for (const double one : z) sum += std::cos(2 * pi * one);
  return 10 * (static_cast<double>(z.size()) - sum) + squares(z);
}

double rosenbrock(const Vector& z) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < z.size(); ++i) sum += 100 * square(square(z[i]) - z[i + 1]) + square(z[i] - 1);
  return sum;
}

double schaffers(const Vector& z) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < z.size(); ++i) {
    const double s = square(z[i]) + square(z[i + 1]);
    sum += std::pow(s, 0.25) * (1 + square(std::sin(50 * std::pow(s, 0.1))));
  }
  return square(sum / static_cast<double>(z.size() - 1));
}

double weierstrass(const Vector& z) {
  double sum = 0, bottom = 0;
  for (int k = 0; k < 12; ++k) {
    const double half = std::pow(0.5, k), three = std::pow(3, k);
    for (const double one : z) sum += half * std::cos(2 * pi * three * (one + 0.5));
    bottom += half * std::cos(pi * three);
  }
  return 10 * std::pow(sum / static_cast<double>(z.size()) - bottom, 3);
}

std::int64_t seed_of(int function, int instance) {
  if (function == 4) function = 3;
  if (function == 18) function = 17;
  return function + std::int64_t{10000} * instance;
}

constexpr std::int64_t other_seed = 1'000'000;  ///< added for a rotation of its own
constexpr double schwefel_point = 4.2096874633 / 2;
constexpr double funnel = 2.5;

}  // namespace

Bbob::Bbob(int function, int instance, std::size_t dimension)
    : function_(function), n_(dimension), seed_(seed_of(function, instance)) {
  const double ratio = bbob_normal(1, seed_)[0] / bbob_normal(1, seed_ + 1)[0];
  best_value_ = std::clamp(std::floor(100 * 100 * ratio + 0.5) / 100, -1000.0, 1000.0);
  place();
  turn();
  if (function_ == 21 || function_ == 22) raise_peaks();
}

/// The point of the best value.
void Bbob::place() {
  best_point_ = bbob_uniform(n_, function_ == 12 ? seed_ + other_seed : seed_);
  Vector& best = best_point_;
  const Vector uniform = best;
  for (double& x : best) {
    x = 8 * std::floor(1e4 * x) / 1e4 - 4;
    if (x == 0) x = -1e-5;
  }
  if (function_ == 24) {
    const Vector normal = bbob_normal(n_, seed_);
    for (std::size_t i = 0; i < n_; ++i) best[i] = std::copysign(funnel / 2, normal[i]);
  }
  for (std::size_t i = 0; i < n_; ++i) {
    if (function_ == 4 && i % 2 == 0) best[i] = std::abs(best[i]);
    if (function_ == 5) best[i] = std::copysign(5, best[i]);
    if (function_ == 8) best[i] *= 0.75;
    if (function_ == 20) best[i] = std::copysign(schwefel_point, uniform[i] - 0.5);
  }
}

/// Rotations, and what stands between two of them.
void Bbob::turn() {
  first_ = bbob_rotation(n_, seed_ + other_seed);
  second_ = bbob_rotation(n_, seed_);
  double condition = 10;
  if (function_ == 16) condition = 1.0 / 100;
  if (function_ == 23 || function_ == 24) condition = 100;
  between_.assign(n_, Vector(n_, 0));
  for (std::size_t i = 0; i < n_; ++i)
    for (std::size_t j = 0; j < n_; ++j)
      for (std::size_t k = 0; k < n_; ++k)
        between_[i][j] += first_[i][k] * std::sqrt(power(condition, k)) * second_[k][j];
  if (function_ == 9 || function_ == 19) {
    // The point of ones, turned back.
    const double scale = std::max(1.0, std::sqrt(static_cast<double>(n_)) / 8);
    for (std::size_t i = 0; i < n_; ++i) {
      best_point_[i] = 0;
      for (std::size_t j = 0; j < n_; ++j) best_point_[i] += second_[j][i] * 0.5 / scale;
    }
  }
}

/// base^(i / (n - 1))
double Bbob::power(double base, std::size_t i) const {
  return std::pow(base, static_cast<double>(i) / static_cast<double>(n_ - 1));
}

Vector Bbob::from_best(const Vector& x) const {
  Vector z(n_);
  for (std::size_t i = 0; i < n_; ++i) z[i] = x[i] - best_point_[i];
  return z;
}

double Bbob::operator()(std::span<const double> x) const { return value({x.begin(), x.end()}) + best_value_; }

double Bbob::value(const Vector& x) const {
  if (function_ <= 5) return separable(x);
  if (function_ <= 9) return moderate(x);
  if (function_ <= 14) return ill_conditioned(x);
  if (function_ <= 19) return structured(x);
  return weakly_structured(x);
}

double Bbob::separable(const Vector& x) const {
  if (function_ == 5) {
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      const double slope = std::copysign(power(10, i), best_point_[i]);
      sum += 5 * std::abs(slope) - slope * (x[i] * best_point_[i] < 25 ? x[i] : best_point_[i]);
    }
    return sum;
  }
  Vector z = from_best(x);
  if (function_ == 1) return squares(z);
  z = oscillated(std::move(z));
  if (function_ == 2) {
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i) sum += power(1e6, i) * square(z[i]);
    return sum;
  }
  if (function_ == 3) z = stretched(std::move(z), 0.2);
  for (std::size_t i = 0; i < n_; ++i) {
    z[i] *= std::sqrt(power(10, i));
    if (function_ == 4 && i % 2 == 0 && z[i] > 0) z[i] *= 10;
  }
  return rastrigin(z) + (function_ == 4 ? 100 * penalty(x) : 0);
}

double Bbob::moderate(const Vector& x) const {
  const double scale = std::max(1.0, std::sqrt(static_cast<double>(n_)) / 8);
  if (function_ == 6) {
    const Vector z = times(between_, from_best(x));
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i) sum += square(z[i] * best_point_[i] > 0 ? 100 * z[i] : z[i]);
    return std::pow(oscillated(sum), 0.9);
  }
  if (function_ == 7) {
    Vector z = times(second_, from_best(x));
    for (std::size_t i = 0; i < n_; ++i) z[i] *= std::sqrt(power(10, i));
    const double untouched = std::abs(z[0]);
    for (double& one : z) one = std::abs(one) > 0.5 ? std::floor(one + 0.5) : std::floor(10 * one + 0.5) / 10;
    z = times(first_, z);
    double sum = 0;
    for (std::size_t i = 0; i < n_; ++i) sum += power(100, i) * square(z[i]);
    return 0.1 * std::max(untouched * 1e-4, sum) + penalty(x);
  }
  Vector z = function_ == 8 ? from_best(x) : times(second_, x);
  for (double& one : z) one = scale * one + (function_ == 8 ? 1 : 0.5);
  return rosenbrock(z);
}

double Bbob::ill_conditioned(const Vector& x) const {
  Vector z = function_ == 13 ? times(between_, from_best(x)) : times(first_, from_best(x));
  double sum = 0;
  switch (function_) {
    case 10:
      z = oscillated(std::move(z));
      for (std::size_t i = 0; i < n_; ++i) sum += power(1e6, i) * square(z[i]);
      return sum;
    case 11: z = oscillated(std::move(z)); return squares(z) + (1e6 - 1) * square(z[0]);
    case 12: z = times(first_, stretched(std::move(z), 0.5)); return square(z[0]) + 1e6 * (squares(z) - square(z[0]));
    case 13:
      for (std::size_t i = 1; i < n_; ++i) sum += square(z[i]);
      return square(z[0]) + 100 * std::sqrt(sum);
    default:
      for (std::size_t i = 0; i < n_; ++i)
        sum += std::pow(std::abs(z[i]), 2 + 4 * static_cast<double>(i) / static_cast<double>(n_ - 1));
      return std::sqrt(sum);
  }
}

double Bbob::structured(const Vector& x) const {
  const double n = static_cast<double>(n_);
  if (function_ == 19) {
    Vector z = times(second_, x);
    for (double& one : z) one = std::max(1.0, std::sqrt(n) / 8) * one + 0.5;
    double sum = 0;
    for (std::size_t i = 0; i + 1 < n_; ++i) {
      const double s = 100 * square(square(z[i]) - z[i + 1]) + square(1 - z[i]);
      sum += s / 4000 - std::cos(s);
    }
    return 10 + 10 * sum / (n - 1);
  }
  Vector z = times(first_, from_best(x));
  if (function_ == 15) return rastrigin(times(between_, stretched(oscillated(std::move(z)), 0.2)));
  if (function_ == 16) return weierstrass(times(between_, oscillated(std::move(z)))) + 10 / n * penalty(x);
  z = times(second_, stretched(std::move(z), 0.5));
  for (std::size_t i = 0; i < n_; ++i) z[i] *= std::sqrt(power(function_ == 17 ? 10 : 1000, i));
  return schaffers(z) + 10 * penalty(x);
}

double Bbob::weakly_structured(const Vector& x) const {
  if (function_ == 20) return schwefel(x);
  if (function_ == 23) return katsuura(times(between_, from_best(x))) + penalty(x);
  return function_ == 24 ? two_funnels(x) : peaks(x);
}

double Bbob::schwefel(const Vector& x) const {
  Vector turned(n_), z(n_);
  for (std::size_t i = 0; i < n_; ++i) turned[i] = 2 * std::copysign(1, best_point_[i]) * x[i];
  for (std::size_t i = 0; i < n_; ++i) {
    z[i] = turned[i];
    if (i > 0) z[i] += 0.25 * (turned[i - 1] - 2 * std::abs(best_point_[i - 1]));
    const double centre = 2 * std::abs(best_point_[i]);
    z[i] = 100 * (std::sqrt(power(10, i)) * (z[i] - centre) + centre);
  }
  double sum = 0, outside = 0;
  for (const double one : z) {
    sum += one * std::sin(std::sqrt(std::abs(one)));
    outside += square(std::max(0.0, std::abs(one / 100) - 5));
  }
  return 0.01 * (418.9828872724339 - sum / static_cast<double>(n_)) + 100 * outside;
}

double Bbob::katsuura(const Vector& z) const {
  const double n = static_cast<double>(n_);
  double product = 1;
  for (std::size_t i = 0; i < n_; ++i) {
    double sum = 0;
    for (int j = 1; j <= 32; ++j) {
      const double two = std::ldexp(1.0, j);
      sum += std::abs(two * z[i] - std::floor(two * z[i] + 0.5)) / two;
    }
    product *= std::pow(1 + static_cast<double>(i + 1) * sum, 10 / std::pow(n, 1.2));
  }
  return 10 / (n * n) * (product - 1);
}

double Bbob::two_funnels(const Vector& x) const {
  const double n = static_cast<double>(n_);
  const double s = 1 - 0.5 / (std::sqrt(n + 20) - 4.1), other = -std::sqrt((square(funnel) - 1) / s);
  Vector from(n_);
  double one = 0, two = 0;
  for (std::size_t i = 0; i < n_; ++i) {
    const double turned = 2 * std::copysign(1, best_point_[i]) * x[i];
    from[i] = turned - funnel;
    one += square(from[i]);
    two += square(turned - other);
  }
  double waves = 0;
  for (const double z : times(between_, from)) waves += std::cos(2 * pi * z);
  return std::min(one, n + s * two) + 10 * (n - waves) + 1e4 * penalty(x);
}

}  // namespace kilter::bench
