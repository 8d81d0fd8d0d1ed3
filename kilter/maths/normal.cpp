// SPDX-License-Identifier: MIT
#include "kilter/maths/normal.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace kilter {
namespace {

constexpr double log_sqrt_2pi = 0.91893853320467274178;
constexpr double far = 25;  ///< beyond it the asymptotic series are exact to the last bits

template <std::size_t N>
double polynomial(const std::array<double, N>& c, double x) {
  double sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

/// 1 - t + 3 t^2 - 15 t^3 ..., of which the k-th factor is -(2 k + first).
double mills_series(double t, double first) {
  double term = 1, sum = 1;
  for (int k = 0; k < 12; ++k) {
    term *= -(2 * k + first) * t;
    sum += term;
  }
  return sum;
}

}  // namespace

double erfcx(double x) {
  if (x < 10) return std::exp(x * x) * std::erfc(x);
  return mills_series(1 / (2 * x * x), 1) / (x * std::sqrt(std::numbers::pi));
}

double log1mexp(double x) {
  if (x > -std::numbers::ln2) return std::log(-std::expm1(x));
  return std::log1p(-std::exp(x));
}

double normal_pdf(double z) { return std::exp(log_normal_pdf(z)); }
double log_normal_pdf(double z) { return -0.5 * z * z - log_sqrt_2pi; }

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double log_normal_cdf(double z) {
  if (z > 0) return std::log1p(-0.5 * std::erfc(z / std::numbers::sqrt2));
  return -0.5 * z * z + std::log(0.5 * erfcx(-z / std::numbers::sqrt2));
}

double normal_quantile(double p) {
  constexpr std::array a{3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                         1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                         3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr std::array b{1.0,
                         4.2313330701600911252e+1,
                         6.8718700749205790830e+2,
                         5.3941960214247511077e+3,
                         2.1213794301586595867e+4,
                         3.9307895800092710610e+4,
                         2.8729085735721942674e+4,
                         5.2264952788528545610e+3};
  constexpr std::array c{1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                         3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr std::array d{1.0,
                         2.05319162663775882187e0,
                         1.67638483018380384940e0,
                         6.89767334985100004550e-1,
                         1.48103976427480074590e-1,
                         1.51986665636164571966e-2,
                         5.47593808499534494600e-4,
                         1.05075007164441684324e-9};
  constexpr std::array e{6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                         2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr std::array f{1.0,
                         5.99832206555887937690e-1,
                         1.36929880922735805310e-1,
                         1.48753612908506148525e-2,
                         7.86869131145613259100e-4,
                         1.84631831751005468180e-5,
                         1.42151175831644588870e-7,
                         2.04426310338993978564e-15};
  if (!(p >= 0 && p <= 1)) return std::numeric_limits<double>::quiet_NaN();
  if (p == 0) return -std::numeric_limits<double>::infinity();
  if (p == 1) return std::numeric_limits<double>::infinity();
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  const double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  const double x =
      r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6) : polynomial(e, r - 5) / polynomial(f, r - 5);
  return q < 0 ? -x : x;
}

Improvement log_improvement(double z) {
  if (std::isnan(z)) return {z, z};
  if (z > -1) {
    const double h = normal_pdf(z) + z * normal_cdf(z);
    return {std::log(h), normal_cdf(z) / h};
  }
  if (z > -far) {
    const double mills = erfcx(-z / std::numbers::sqrt2) * std::sqrt(std::numbers::pi / 2);
    return {log_normal_pdf(z) + log1mexp(std::log(mills * -z)), 1 / (1 / mills + z)};
  }
  const double t = 1 / z / z;
  const double h = mills_series(t, 3);
  return {log_normal_pdf(z) - 2 * std::log(-z) + std::log(h), -z * mills_series(t, 1) / h};
}

}  // namespace kilter
