// SPDX-License-Identifier: MIT
// Test functions of the literature, to be minimised.
#pragma once
#include <span>

namespace kilter::bench {

double branin(double x, double y);
double hartmann6(std::span<const double> x);
double rosenbrock(std::span<const double> x);

}  // namespace kilter::bench
