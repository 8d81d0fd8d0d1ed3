// SPDX-License-Identifier: MIT
// Tunes gradient descent on a narrow valley: learning rate, momentum, and with decay or without. Trials that fall
// behind are stopped early. Run it again and it goes on where it ended.
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <kilter/kilter.hpp>
#include <string>

namespace {

/// Rosenbrock's function, a valley that bends.
struct Valley {
  double x = -1.2, y = 1;
  double speed_x = 0, speed_y = 0;

  double height() const { return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x); }
  void step(double rate, double momentum) {
    const double slope_x = -2 * (1 - x) - 400 * x * (y - x * x), slope_y = 200 * (y - x * x);
    speed_x = momentum * speed_x - rate * slope_x;
    speed_y = momentum * speed_y - rate * slope_y;
    x += speed_x;
    y += speed_y;
  }
};

kilter::Result descend(kilter::Run& run) {
  const double rate = run.suggest_float("rate", 1e-6, 1e-2, kilter::log);
  const double momentum = run.suggest_float("momentum", 0, 0.99);
  const double decay = run.suggest_float("decay", 0.8, 1);

  Valley valley;
  double now = rate;
  for (int epoch = 1; epoch <= 30; ++epoch, now *= decay) {
    for (int i = 0; i < 100; ++i) valley.step(now, momentum);
    if (!std::isfinite(valley.height())) return kilter::failed("diverged at rate " + std::to_string(rate));
    run.report(std::log10(valley.height() + 1e-12), epoch);
    if (run.should_stop()) return kilter::pruned;
  }
  return std::log10(valley.height() + 1e-12);
}

}  // namespace

int main(int argc, char** argv) {
  const int trials = argc > 1 ? std::atoi(argv[1]) : 60;
  kilter::Study study{{.name = "valley",
                       .metric = "log_height",
                       .scheduler = "median",
                       .scheduler_options = R"({"warmup_steps":10})",
                       .full = 30}};
  study.optimize(descend, {.trials = trials});

  int pruned = 0, failed = 0;
  for (const auto& trial : study.trials()) {
    pruned += trial.state == kilter::TrialState::pruned;
    failed += trial.state == kilter::TrialState::failed;
  }
  std::cout << study.best() << '\n'
            << study.trials().size() << " trials: " << pruned << " stopped early, " << failed << " diverged\n";
}
