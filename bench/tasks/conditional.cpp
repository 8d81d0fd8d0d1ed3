// SPDX-License-Identifier: MIT
// Spaces whose parameters exist under conditions.
#include <cmath>

#include "bench/tasks/task.hpp"

namespace kilter::bench {
namespace {

Parameter when(const std::string& condition, const std::string& name, const std::string& range) {
  Parameter parameter = parse_range(name, range);
  parameter.when = condition;
  return parameter;
}

double square(double x) { return x * x; }

/// Choosing among three kinds of model and their parameters at once. A wide, easy basin stands 0.15 above the best
/// value and another 0.3; the best one lies in a narrow basin of the branch that looks worst at first.
double cash(const Params& x) {
  const double svm = 0.15 + 0.03 * square(std::log10(x[1]) - 1) + 0.03 * square(std::log10(x[2]) + 2);
  const double forest = 0.3 + 0.1 * square((x[3] - 12) / 20) + 0.1 * square(x[4] - 0.5);
  const double net =
      0.25 * square(std::log10(x[5]) + 2.5) + 1.2 * square(x[6] - 0.3) + 0.1 * square(std::log2(x[7] / 128));
  if (x[0] == 0) return svm;
  return x[0] == 1 ? forest : net;
}

Task cash_task(const std::string& name) {
  const Space space({parse_range("model", "choice(svm,forest,net)"), when("model == 'svm'", "c", "log(1e-3,1e3)"),
                     when("model == 'svm'", "gamma", "log(1e-5,1e1)"), when("model == 'forest'", "depth", "int(1,30)"),
                     when("model == 'forest'", "features", "float(0,1)"), when("model == 'net'", "lr", "log(1e-5,1)"),
                     when("model == 'net'", "dropout", "float(0,0.9)"),
                     when("model == 'net'", "units", "logint(8,1024)")});
  return {.name = name,
          .space = space,
          .goals = {{.metric = "value"}},
          .values = [](const Params& x) { return std::vector{cash(x)}; },
          .best = 0};
}

/// A network of one to three layers, each with its width and dropout, under an optimiser with its own momentum.
double network(const Params& x) {
  const double lr = std::log10(x[1]);
  const bool sgd = x[0] == 0;
  double loss =
      sgd ? 0.1 + 0.08 * square(lr + 1) + square(x[2] - 0.9) : 0.08 * square(lr + 3) + 40 * square(x[3] - 0.95);
  const double layers = x[4];
  loss += 0.05 * square(layers - 2);
  for (std::size_t layer = 0; layer < static_cast<std::size_t>(layers); ++layer) {
    const double best_width = layer == 0 ? 7 : 6;
    loss += (0.02 * square(std::log2(x[5 + 2 * layer]) - best_width) + 0.3 * square(x[6 + 2 * layer] - 0.2)) / layers;
  }
  return loss;
}

Task network_task(const std::string& name) {
  std::vector<Parameter> parameters = {parse_range("optimizer", "choice(sgd,adam)"), parse_range("lr", "log(1e-5,1)"),
                                       when("optimizer == 'sgd'", "momentum", "float(0,0.99)"),
                                       when("optimizer == 'adam'", "beta", "float(0.8,0.999)"),
                                       parse_range("layers", "int(1,3)")};
  for (int layer = 1; layer <= 3; ++layer) {
    const std::string exists = layer == 1 ? "" : "layers >= " + std::to_string(layer);
    parameters.push_back(when(exists, "units" + std::to_string(layer), "logint(8,512)"));
    parameters.push_back(when(exists, "dropout" + std::to_string(layer), "float(0,0.8)"));
  }
  return {.name = name,
          .space = Space(std::move(parameters)),
          .goals = {{.metric = "value"}},
          .values = [](const Params& x) { return std::vector{network(x)}; },
          .best = 0};
}

}  // namespace

std::vector<Named> conditional_tasks() {
  return {{"conditional/cash", "conditional", [] { return cash_task("conditional/cash"); }},
          {"conditional/network", "conditional", [] { return network_task("conditional/network"); }}};
}

}  // namespace kilter::bench
