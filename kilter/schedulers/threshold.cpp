// SPDX-License-Identifier: MIT
// Threshold: a trial ends where a reported value leaves the bounds, or is not a number.
#include <fmt/format.h>

#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "kilter/schedulers/score.hpp"

namespace kilter {
namespace {

class Threshold final : public Scheduler {
 public:
  explicit Threshold(const ThresholdOptions& options) : options_(options) {}

  Decision judge(const History& history, const RunId& run) override {
    const auto& goals = history.settings().goals;
    const Part* part = history.trials()[static_cast<std::size_t>(run.trial)].part(run.part);
    if (goals.empty() || !part || part->curve.steps.empty()) return {};
    const Goal& goal = goals.front();
    const double step = part->curve.steps.back();
    if (step <= options_.warmup_steps) return {};
    if (says_nan(history, run, goal))
      return {Verdict::stop, fmt::format("\"{}\" is not a number at step {}", goal.metric, rounded(step))};
    const auto* column = part->curve.find(goal.metric);
    if (!column || std::isnan(column->back())) return {};
    const double value = column->back();
    if (value < options_.lower) return outside(value, step, "below", options_.lower);
    if (value > options_.upper) return outside(value, step, "above", options_.upper);
    return {};
  }

 private:
  static Decision outside(double value, double step, const char* side, double bound) {
    return {Verdict::stop,
            fmt::format("{} at step {}, {} the bound {}", rounded(value), rounded(step), side, rounded(bound))};
  }

  ThresholdOptions options_;
};

}  // namespace

std::unique_ptr<Scheduler> make_threshold(ThresholdOptions options) {
  if (!(options.lower < options.upper))
    throw Error(ErrorKind::invalid, fmt::format("threshold: the lower bound {} is not below the upper one {}",
                                                options.lower, options.upper));
  return std::make_unique<Threshold>(options);
}

}  // namespace kilter
