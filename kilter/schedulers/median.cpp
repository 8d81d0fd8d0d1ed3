// SPDX-License-Identifier: MIT
// Median stopping rule: a trial ends early where its best value so far is worse than the median of what completed
// trials had at the same step.
// D. Golovin et al.: Google Vizier (KDD 2017), 3.2.2, in the form that compares the best value so far with the values
// reported at one step. Departs from it in three ways: a trial that did not report at that very step counts with its
// last report before, where that is at most a tenth earlier; a trial no worse than the final value of every completed
// one is never stopped; with several goals a trial ends where more than half of the completed trials dominate it.
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

constexpr double tolerance = 0.1;  ///< of the step: how much earlier another trial's report may be

/// The best finite value up to the newest report, smaller is better; NaN where there is none.
double best_so_far(const Curve& curve, const Goal& goal) {
  double best = std::nan("");
  if (const auto* column = curve.find(goal.metric))
    for (const double value : *column)
      if (std::isfinite(value) && !(turned(goal, value) >= best)) best = turned(goal, value);
  return best;
}

/// The value reported at `step` or shortly before, smaller is better; NaN where there is none.
double value_near(const Curve& curve, const Goal& goal, double step) {
  const auto* column = curve.find(goal.metric);
  if (!column) return std::nan("");
  const auto after = std::upper_bound(curve.steps.begin(), curve.steps.end(), step) - curve.steps.begin();
  for (auto i = static_cast<std::size_t>(after); i-- > 0 && step - curve.steps[i] <= tolerance * std::abs(step);)
    if (!std::isnan((*column)[i])) return turned(goal, (*column)[i]);
  return std::nan("");
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

class Median final : public Scheduler {
 public:
  explicit Median(const MedianOptions& options) : options_(options) {}

  Decision judge(const History& history, const RunId& run) override {
    const auto& goals = history.settings().goals;
    const Part* part = history.trials()[static_cast<std::size_t>(run.trial)].part(run.part);
    if (goals.empty() || !part || part->curve.steps.empty() || !due(part->curve)) return {};
    const auto rivals = completed(history, run);
    if (rivals.empty() || static_cast<int>(rivals.size()) < options_.startup_trials) return {};
    const double step = part->curve.steps.back();
    const auto* column = part->curve.find(goals.front().metric);
    if (says_nan(history, run, goals.front()) && std::isnan(best_so_far(part->curve, goals.front())))
      return {Verdict::stop,
              fmt::format("\"{}\" has been no number up to step {}", goals.front().metric, rounded(step))};
    if (!column || std::isnan(column->back())) return {};
    return goals.size() == 1 ? by_median(*part, goals.front(), rivals, step) : by_dominance(*part, goals, rivals, step);
  }

 private:
  /// A completed trial, and the part of it that is compared.
  struct Rival {
    const Trial* trial;
    const Part* part;
  };

  bool due(const Curve& curve) const {
    const auto interval = static_cast<std::size_t>(std::max(options_.interval, 1));
    return curve.steps.back() > options_.warmup_steps && curve.steps.size() % interval == 0;
  }

  static std::vector<Rival> completed(const History& history, const RunId& run) {
    std::vector<Rival> rivals;
    for (const auto& trial : history.trials())
      if (trial.number != run.trial && trial.state() == TrialState::complete)
        if (const Part* part = trial.part(run.part)) rivals.push_back({&trial, part});
    return rivals;
  }

  static Decision by_median(const Part& part, const Goal& goal, const std::vector<Rival>& rivals, double step) {
    const double own = best_so_far(part.curve, goal);
    std::vector<double> others;
    double best = std::numeric_limits<double>::infinity();
    for (const auto& rival : rivals) {
      if (const double value = value_near(rival.part->curve, goal, step); !std::isnan(value)) others.push_back(value);
      if (const auto value = value_of(*rival.trial, goal)) best = std::min(best, turned(goal, *value));
    }
    if (others.empty() || std::isnan(own) || own <= best) return {};
    const auto count = others.size();
    const double middle = median(std::move(others));
    if (!(own > middle)) return {};
    return {Verdict::stop,
            fmt::format("{} at best up to step {}, while the median of {} completed trial{} was {} there",
                        rounded(turned(goal, own)), rounded(step), count, count == 1 ? "" : "s",
                        rounded(turned(goal, middle)))};
  }

  static Decision by_dominance(const Part& part, const std::vector<Goal>& goals, const std::vector<Rival>& rivals,
                               double step) {
    Score own;
    for (const auto& goal : goals) own.push_back(best_so_far(part.curve, goal));
    std::size_t dominating = 0;
    bool beaten = false;
    for (const auto& rival : rivals) {
      Score there, final;
      for (const auto& goal : goals) {
        there.push_back(value_near(rival.part->curve, goal, step));
        const auto value = value_of(*rival.trial, goal);
        final.push_back(value ? turned(goal, *value) : std::nan(""));
      }
      dominating += better(there, own);
      beaten |= better(final, own);
    }
    if (!beaten || 2 * dominating <= rivals.size()) return {};
    return {Verdict::stop, fmt::format("{} of {} completed trials were better at step {} in some of the {} goals and "
                                       "worse in none",
                                       dominating, rivals.size(), rounded(step), goals.size())};
  }

  MedianOptions options_;
};

}  // namespace

std::unique_ptr<Scheduler> make_median(MedianOptions options) { return std::make_unique<Median>(options); }

}  // namespace kilter
