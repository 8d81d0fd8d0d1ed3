// SPDX-License-Identifier: MIT
// Test functions of the literature.
// L. C. W. Dixon, G. P. Szegö: Towards global optimisation 2 (1978), of Branin and Hartmann; H. H. Rosenbrock (1960).
#include "bench/tasks/functions.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "bench/tasks/task.hpp"

namespace kilter::bench {

double branin(double x, double y) {
  using std::numbers::pi;
  const double bend = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
  return bend * bend + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
}

double hartmann6(std::span<const double> x) {
  static constexpr std::array<double, 4> height = {1, 1.2, 3, 3.2};
  static constexpr double steepness[4][6] = {
      {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}};
  static constexpr double centre[4][6] = {{0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
                                          {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
                                          {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
                                          {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}};
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    double distance = 0;
    for (std::size_t j = 0; j < 6; ++j) distance += steepness[i][j] * (x[j] - centre[i][j]) * (x[j] - centre[i][j]);
    sum -= height[i] * std::exp(-distance);
  }
  return sum;
}

double rosenbrock(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double bend = x[i + 1] - x[i] * x[i];
    sum += 100 * bend * bend + (1 - x[i]) * (1 - x[i]);
  }
  return sum;
}

namespace {

Space box(int dimensions, const char* range) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < dimensions; ++i) parameters.push_back(parse_range("x" + std::to_string(i + 1), range));
  return Space(std::move(parameters));
}

Task task(std::string name, Space space, double best, std::function<double(const Params&)> value) {
  return {.name = std::move(name),
          .space = std::move(space),
          .goals = {{.metric = "value"}},
          .values = [value = std::move(value)](const Params& x) { return std::vector{value(x)}; },
          .best = best};
}

}  // namespace

std::vector<Named> function_tasks() {
  const auto named = [](std::string name, auto make) { return Named{name, "functions", [=] { return make(name); }}; };
  return {named("functions/branin",
                [](const std::string& name) {
                  return task(name, Space({parse_range("x1", "float(-5,10)"), parse_range("x2", "float(0,15)")}),
                              0.39788735772973816, [](const Params& x) { return branin(x[0], x[1]); });
                }),
          named("functions/hartmann6",
                [](const std::string& name) { return task(name, box(6, "float(0,1)"), -3.32236801141551, hartmann6); }),
          named("functions/rosenbrock5",
                [](const std::string& name) { return task(name, box(5, "float(-2.048,2.048)"), 0, rosenbrock); })};
}

}  // namespace kilter::bench
