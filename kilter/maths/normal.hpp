// SPDX-License-Identifier: MIT
// The normal law and its tails, total and without cancellation: what expected improvement is made of.
#pragma once

namespace kilter {

/// exp(x^2) erfc(x); infinity below about -26.
double erfcx(double x);

/// log(1 - exp(x)) for x < 0; -infinity at 0, NaN above.
double log1mexp(double x);

/// Density and its logarithm.
double normal_pdf(double z);
double log_normal_pdf(double z);

/// Distribution function, its logarithm and its inverse. normal_quantile gives -infinity at 0, infinity at 1 and NaN
/// outside. (M. J. Wichura: Algorithm AS 241, Applied Statistics 37, 1988.)
double normal_cdf(double z);
double log_normal_cdf(double z);
double normal_quantile(double p);

/// log h(z) and Phi(z) / h(z), the slope of it, where h(z) = phi(z) + z Phi(z) is the expected improvement of a
/// standard normal variable on -z. Finite for |z| up to 1e150. S. Ament et al.: Unexpected improvements to expected
/// improvement for Bayesian optimization (NeurIPS 2023).
struct Improvement {
  double log = 0;
  double slope = 0;
};
Improvement log_improvement(double z);

}  // namespace kilter
