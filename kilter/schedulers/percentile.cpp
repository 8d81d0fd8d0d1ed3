// SPDX-License-Identifier: MIT
// Percentile and median stopping rules: a trial ends early where its best value so far is worse than a percentile (the
// median: 50) of what completed trials had at the same step.
// D. Golovin et al.: Google Vizier (KDD 2017), 3.2.2, in the form that compares the best value so far with the values
// reported at one step. Departs from it in three ways: a trial that did not report at that very step counts with its
// last report before, where that is at most a tenth earlier; a trial no worse than the final value of every completed
// one is never stopped; with several goals a trial ends where more than that share of the completed trials dominate it.
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

/// Between the two nearest values in proportion, as NumPy does by default.
double percentile_of(std::vector<double> values, double percent) {
  std::sort(values.begin(), values.end());
  const double place = percent / 100 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

class Percentile final : public Scheduler {
 public:
  explicit Percentile(const PercentileOptions& options) : options_(options) {}

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
    return goals.size() == 1 ? by_value(*part, goals.front(), rivals, step) : by_dominance(*part, goals, rivals, step);
  }

 private:
  /// A completed trial, and the part of it that is compared.
  struct Rival {
    const Trial* trial;
    const Part* part;
  };

  std::string said() const {
    if (options_.percentile == 50) return "the median";
    return fmt::format("the end of the best {} %", rounded(options_.percentile));
  }

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

  Decision by_value(const Part& part, const Goal& goal, const std::vector<Rival>& rivals, double step) const {
    const double own = best_so_far(part.curve, goal);
    std::vector<double> others;
    double best = std::numeric_limits<double>::infinity();
    for (const auto& rival : rivals) {
      if (const double value = value_near(rival.part->curve, goal, step); !std::isnan(value)) others.push_back(value);
      if (const auto value = value_of(*rival.trial, goal)) best = std::min(best, turned(goal, *value));
    }
    if (others.empty() || std::isnan(own) || own <= best) return {};
    const auto count = others.size();
    const double bound = percentile_of(std::move(others), options_.percentile);
    if (!(own > bound)) return {};
    return {Verdict::stop, fmt::format("{} at best up to step {}, while {} of {} completed trial{} was {} there",
                                       rounded(turned(goal, own)), rounded(step), said(), count, count == 1 ? "" : "s",
                                       rounded(turned(goal, bound)))};
  }

  Decision by_dominance(const Part& part, const std::vector<Goal>& goals, const std::vector<Rival>& rivals,
                        double step) const {
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
    const double share = options_.percentile / 100;
    if (!beaten || static_cast<double>(dominating) <= share * static_cast<double>(rivals.size())) return {};
    return {Verdict::stop, fmt::format("{} of {} completed trials were better at step {} in some of the {} goals and "
                                       "worse in none",
                                       dominating, rivals.size(), rounded(step), goals.size())};
  }

  PercentileOptions options_;
};

}  // namespace

std::unique_ptr<Scheduler> make_percentile(PercentileOptions options) {
  if (!(options.percentile >= 0 && options.percentile <= 100))
    throw Error(ErrorKind::invalid, fmt::format("a percentile lies between 0 and 100, not at {}", options.percentile));
  return std::make_unique<Percentile>(options);
}

std::unique_ptr<Scheduler> make_median(MedianOptions options) {
  return make_percentile({50, options.startup_trials, options.warmup_steps, options.interval});
}

}  // namespace kilter
