// SPDX-License-Identifier: MIT
// Patience: a trial that has not improved for some reports ends, or is left to the judgement of another scheduler.
// Optuna's PatientPruner is the model; departs from it in that it also works alone.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "kilter/schedulers/score.hpp"

namespace kilter {
namespace {

class Patience final : public Scheduler {
 public:
  Patience(const PatienceOptions& options, std::unique_ptr<Scheduler> wrapped)
      : options_(options), wrapped_(std::move(wrapped)) {}

  std::optional<Assignment> next(const History& history, const Rng& rng) override {
    return wrapped_ ? wrapped_->next(history, rng) : Scheduler::next(history, rng);
  }

  Decision judge(const History& history, const RunId& run) override {
    const auto lag = standstill(history, run);
    if (!lag) return {};
    return wrapped_ ? wrapped_->judge(history, run) : *lag;
  }

  Decision conclude(const History& history, const RunId& run, const Outcome& outcome) override {
    return wrapped_ ? wrapped_->conclude(history, run, outcome) : Decision{};
  }

 private:
  std::optional<Decision> standstill(const History& history, const RunId& run) const {
    const auto& goals = history.settings().goals;
    const Part* part = history.trials()[static_cast<std::size_t>(run.trial)].part(run.part);
    if (goals.empty() || !part) return {};
    const Goal& goal = goals.front();
    const auto* column = part->curve.find(goal.metric);
    const auto window = static_cast<std::size_t>(options_.patience) + 1;
    if (!column || column->size() <= window) return {};
    const auto recent = column->end() - static_cast<std::ptrdiff_t>(window);
    const double before = least(goal, column->begin(), recent), since = least(goal, recent, column->end());
    if (!(before + options_.min_delta < since)) return {};
    return Decision{Verdict::stop,
                    fmt::format("no better than {} for {} reports, up to step {}", rounded(turned(goal, before)),
                                window, rounded(part->curve.steps.back()))};
  }

  using At = std::vector<double>::const_iterator;

  /// Of the numbers among them, smaller is better; infinite where there is none.
  static double least(const Goal& goal, At from, At to) {
    double least = std::numeric_limits<double>::infinity();
    for (; from != to; ++from)
      if (!std::isnan(*from)) least = std::min(least, turned(goal, *from));
    return least;
  }

  PatienceOptions options_;
  std::unique_ptr<Scheduler> wrapped_;
};

}  // namespace

std::unique_ptr<Scheduler> make_patience(PatienceOptions options, std::unique_ptr<Scheduler> wrapped) {
  if (options.patience < 0 || !(options.min_delta >= 0))
    throw Error(ErrorKind::invalid, "patience: neither patience nor min_delta may be below 0");
  return std::make_unique<Patience>(options, std::move(wrapped));
}

}  // namespace kilter
