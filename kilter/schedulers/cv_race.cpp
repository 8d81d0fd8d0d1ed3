// SPDX-License-Identifier: MIT
// Racing of folds: a trial that is clearly behind the best one after some of its folds, instances or seeds is given up
// before the others.
// E. Bergman, L. Purucker, F. Hutter: Don't waste your time: early stopping cross-validation (AutoML 2024), whose
// "forgiving" rule it is that a trial ends whose mean is worse than the best trial's worst fold. Departs from it in
// that the mean must be worse by a margin for chance, and in that a trial also ends by a paired comparison with the
// best one. Three standard errors, not the usual one and a half: the best trial is chosen for its luck, and what is
// compared with it after each fold would else be the truly best in one study of twenty.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/maths/signed_rank.hpp"
#include "kilter/models/part_effects.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "kilter/schedulers/score.hpp"

namespace kilter {
namespace {

constexpr std::size_t enough_for_ranks = 5;  ///< below, the signed-rank test cannot say enough

/// Values by part, smaller is better; NaN where a part has none.
using Values = std::vector<double>;

Values values_of(const Trial& trial, const Goal& goal) {
  Values values(static_cast<std::size_t>(trial.planned), std::nan(""));
  for (const auto& part : trial.parts)
    if (const auto value = completed_value(part, goal); value && part.index < trial.planned)
      values[static_cast<std::size_t>(part.index)] = turned(goal, *value);
  return values;
}

/// A trial in the middle of its parts beside one that has done all.
struct Pair {
  std::vector<double> own;
  std::vector<double> differences;
  double worst_of_other = 0;
  double mean_of_other = 0;

  Pair(const Values& mine, const Values& other)
      : worst_of_other(*std::max_element(other.begin(), other.end())),
        mean_of_other(std::accumulate(other.begin(), other.end(), 0.0) / static_cast<double>(other.size())) {
    for (std::size_t i = 0; i < std::min(mine.size(), other.size()); ++i)
      if (!std::isnan(mine[i])) own.push_back(mine[i]), differences.push_back(mine[i] - other[i]);
  }

  static double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  }
};

class CvRace final : public Scheduler {
 public:
  CvRace(const CvRaceOptions& options, std::unique_ptr<Scheduler> wrapped)
      : options_(options), wrapped_(std::move(wrapped)) {}

  std::optional<Assignment> next(const History& history, const Rng& rng) override {
    return wrapped_ ? wrapped_->next(history, rng) : Scheduler::next(history, rng);
  }

  Decision judge(const History& history, const RunId& run) override {
    return wrapped_ ? wrapped_->judge(history, run) : Decision{};
  }

  Decision conclude(const History& history, const RunId& run, const Outcome& outcome) override {
    const auto& goals = history.settings().goals;
    const Trial& trial = history.trials()[static_cast<std::size_t>(run.trial)];
    if (goals.empty() || trial.repeats) return {};
    std::vector<Values> own;
    for (const auto& goal : goals) own.push_back(with(trial, run, outcome, goal));
    const auto done = std::count_if(own[0].begin(), own[0].end(), [](double v) { return !std::isnan(v); });
    if (done == 0 || done >= trial.planned) return {};
    if (goals.size() > 1) return against_all(history, trial, own);
    const Trial* best = best_whole(history, trial, goals[0]);
    if (!best) return {};
    return against_best(history, *best, own[0]);
  }

 private:
  static Values with(const Trial& trial, const RunId& run, const Outcome& outcome, const Goal& goal) {
    Values own = values_of(trial, goal);
    const Part* part = trial.part(run.part);
    if (const auto value = value_of(outcome, part->curve, goal); value && std::isfinite(*value))
      own[static_cast<std::size_t>(run.part)] = turned(goal, *value);
    return own;
  }

  static const Trial* best_whole(const History& history, const Trial& but, const Goal& goal) {
    const Trial* best = nullptr;
    double least = 0;
    for (const auto& trial : history.trials()) {
      if (trial.number == but.number || trial.repeats || trial.state() != TrialState::complete) continue;
      const auto value = value_of(trial, goal);
      if (!value || (best && turned(goal, *value) >= least)) continue;
      best = &trial, least = turned(goal, *value);
    }
    return best;
  }

  Decision against_best(const History& history, const Trial& best, const Values& own) const {
    const Settings& settings = history.settings();
    const Goal& goal = settings.goals.front();
    const Pair pair(own, values_of(best, goal));
    const std::size_t done = pair.own.size();
    const double lag = Pair::mean(pair.differences);
    if (!(lag > 0)) return {};
    const std::string have = fmt::format("{} on average over {} of {} {}s", rounded(turned(goal, Pair::mean(pair.own))),
                                         done, own.size(), to_text(settings.part_kind));
    const double worst = *std::max_element(pair.own.begin(), pair.own.end());
    if (goal.over == Aggregate::worst && worst > pair.worst_of_other)
      return stop("{} in the worst of {} {}s already, where trial {} has {}", rounded(turned(goal, worst)), done,
                  to_text(settings.part_kind), best.number, rounded(turned(goal, pair.worst_of_other)));
    if (options_.race == CvRaceOptions::Race::aggressive && Pair::mean(pair.own) > pair.mean_of_other)
      return stop("{}, worse than the mean of trial {}, {}", have, best.number,
                  rounded(turned(goal, pair.mean_of_other)));
    const double error = standard_error(history, goal, pair);
    const double margin = done == 1 ? options_.errors * error : error;
    if ((done > 1 || error > 0) && Pair::mean(pair.own) > pair.worst_of_other + margin)
      return stop("{}, worse than the worst {} of trial {}, {}", have, to_text(settings.part_kind), best.number,
                  rounded(turned(goal, pair.worst_of_other)));
    if (options_.race == CvRaceOptions::Race::forgiving || done < 2 || error <= 0 || lag <= options_.errors * error)
      return {};
    if (done >= enough_for_ranks && signed_rank_greater(pair.differences).p >= options_.p) return {};
    return stop("{}, worse than trial {} on the same ones by {}, where chance explains ± {}", have, best.number,
                rounded(lag), rounded(error, 2));
  }

  /// Of the mean difference; of a single value where there is one only. 0: not known yet.
  static double standard_error(const History& history, const Goal& goal, const Pair& pair) {
    const auto n = static_cast<double>(pair.differences.size());
    if (pair.differences.size() < enough_for_ranks)
      return part_effects(history, goal).deviation * (n == 1 ? 1.0 : std::sqrt(2 / n));
    double square = 0;
    for (const double d : pair.differences)
      square += (d - Pair::mean(pair.differences)) * (d - Pair::mean(pair.differences));
    return std::sqrt(square / (n - 1) / n);
  }

  /// With several goals only the forgiving rule, in each goal against the same trial.
  static Decision against_all(const History& history, const Trial& trial, const std::vector<Values>& own) {
    const Settings& settings = history.settings();
    for (const auto& other : history.trials()) {
      if (other.number == trial.number || other.repeats || other.state() != TrialState::complete) continue;
      bool beaten = true;
      std::size_t done = 0;
      for (std::size_t g = 0; g < settings.goals.size() && beaten; ++g) {
        const Pair pair(own[g], values_of(other, settings.goals[g]));
        done = pair.own.size();
        beaten = done > 1 && Pair::mean(pair.own) > pair.worst_of_other;
      }
      if (beaten)
        return stop("after {} of {} {}s worse than the worst {} of trial {} in each of the {} goals", done,
                    own[0].size(), to_text(settings.part_kind), to_text(settings.part_kind), other.number,
                    settings.goals.size());
    }
    return {};
  }

  template <class... Words>
  static Decision stop(fmt::format_string<Words...> form, Words&&... words) {
    return {Verdict::stop, fmt::format(form, std::forward<Words>(words)...)};
  }

  CvRaceOptions options_;
  std::unique_ptr<Scheduler> wrapped_;
};

}  // namespace

std::unique_ptr<Scheduler> make_cv_race(CvRaceOptions options, std::unique_ptr<Scheduler> wrapped) {
  if (!(options.p > 0 && options.p < 1) || !(options.errors > 0))
    throw Error(ErrorKind::invalid, "cv_race: p lies between 0 and 1, and errors above 0");
  return std::make_unique<CvRace>(options, std::move(wrapped));
}

}  // namespace kilter
