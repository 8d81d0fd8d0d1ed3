// SPDX-License-Identifier: MIT
// The scheduler that nobody needs to configure. With rungs (a shortest and a full length) it is successive halving:
// trials pause and the best go on, until resumed runs show that their program begins anew; then hopeless trials stop.
// Without rungs it stops only what cannot win as far as the completed trials tell: its own rule. That rule: nothing
// before enough completed trials have curves; nothing before the step from which on their order agrees with the final
// one (the warm-up, learned); never a trial which would be the best if it gained from here on what the completed trial
// gained that gained most, and a margin; and one losing trial in twenty goes on all the same, so that the order stays
// measured.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/maths/rank_correlation.hpp"
#include "kilter/schedulers/resumption.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "kilter/schedulers/score.hpp"

namespace kilter {
namespace {

constexpr std::size_t fewest_curves = 8;   ///< completed trials with a curve before anything is stopped
constexpr std::size_t most_curves = 200;   ///< the newest ones are compared with
constexpr std::size_t fewest_reports = 4;  ///< that make a curve
constexpr double gain_margin = 1.25;       ///< times the greatest gain seen
constexpr double agreement = 0.4;          ///< rank correlation with the end, below which nothing is told by a step
constexpr TrialNumber canary = 20;         ///< one trial in so many is never stopped

/// The value that counts at the last report up to `step`, smaller is better; NaN where there is none.
double value_upto(const Curve& curve, const Goal& goal, double step) {
  const auto* column = curve.find(goal.metric);
  const auto after = std::upper_bound(curve.steps.begin(), curve.steps.end(), step) - curve.steps.begin();
  if (!column || after == 0) return std::nan("");
  return turned(goal, value_at(*column, static_cast<std::size_t>(after) - 1, goal));
}

/// What completed trials had at a step and at their end, by goal.
struct Known {
  std::vector<Score> there, final;
};

Known known(const History& history, const RunId& run, double step) {
  const auto& goals = history.settings().goals;
  Known all;
  for (auto trial = history.trials().rbegin(); trial != history.trials().rend() && all.there.size() < most_curves;
       ++trial) {
    const Part* part = trial->part(run.part);
    if (trial->number == run.trial || !part || trial->state() != TrialState::complete) continue;
    if (part->curve.steps.size() < fewest_reports) continue;
    Score there, final;
    for (const auto& goal : goals) {
      there.push_back(value_upto(part->curve, goal, step));
      const auto value = part->end ? value_of(*part->end, part->curve, goal) : std::nullopt;
      final.push_back(value ? turned(goal, *value) : std::nan(""));
    }
    const auto bad = [](double value) { return !std::isfinite(value); };
    if (std::any_of(there.begin(), there.end(), bad) || std::any_of(final.begin(), final.end(), bad)) continue;
    all.there.push_back(std::move(there));
    all.final.push_back(std::move(final));
  }
  return all;
}

std::vector<double> column(const std::vector<Score>& scores, std::size_t goal) {
  std::vector<double> values;
  for (const auto& score : scores) values.push_back(score[goal]);
  return values;
}

class AutoScheduler final : public Scheduler {
 public:
  AutoScheduler(std::unique_ptr<Scheduler> promoting, std::unique_ptr<Scheduler> stopping)
      : promoting_(std::move(promoting)), stopping_(std::move(stopping)) {}

  std::optional<Assignment> next(const History& history, const Rng& rng) override {
    auto assignment = halving(history).next(history, rng);
    const auto& seen = resumption_.read(history);
    if (assignment && !assignment->trial && has_rungs(history) && seen.impossible())
      assignment->reason =
          fmt::format("in one go, for the program does not resume: trial {} began at step {} again, not behind {}",
                      seen.trial, rounded(seen.step), rounded(seen.from));
    return assignment;
  }

  Decision judge(const History& history, const RunId& run) override {
    if (has_rungs(history)) return halving(history).judge(history, run);
    return judge_by_curves(history, run);
  }

 private:
  static bool has_rungs(const History& history) {
    const auto& budget = history.settings().budget;
    return budget.shortest > 0 && budget.shortest < budget.full;
  }

  Scheduler& halving(const History& history) {
    const bool pauses = has_rungs(history) && history.settings().parts == 1 && !resumption_.read(history).impossible();
    return pauses ? *promoting_ : *stopping_;
  }

  static Decision judge_by_curves(const History& history, const RunId& run) {
    const auto& goals = history.settings().goals;
    const Part* part = history.trials()[static_cast<std::size_t>(run.trial)].part(run.part);
    if (goals.empty() || run.trial % canary == canary - 1 || !part || part->curve.steps.size() < 2) return {};
    const double step = part->curve.steps.back();
    const Known all = known(history, run, step);
    if (all.there.size() < fewest_curves) return {};
    Score own, hoped, gains;
    for (std::size_t g = 0; g < goals.size(); ++g) {
      const auto there = column(all.there, g), final = column(all.final, g);
      if (rank_correlation(there, final) < agreement) return {};
      double gain = 0;
      for (std::size_t i = 0; i < there.size(); ++i) gain = std::max(gain, there[i] - final[i]);
      own.push_back(value_upto(part->curve, goals[g], step));
      if (!std::isfinite(own[g])) return {};
      gains.push_back(gain);
      hoped.push_back(own[g] - gain_margin * gain);
    }
    const bool at_the_end = std::all_of(gains.begin(), gains.end(), [](double gain) { return gain == 0; });
    if (at_the_end) return {};
    const auto winner = std::find_if(all.final.begin(), all.final.end(), [&](const Score& final) {
      for (std::size_t g = 0; g < goals.size(); ++g)
        if (!(final[g] < hoped[g])) return false;
      return true;
    });
    if (winner == all.final.end()) return {};
    return {Verdict::stop, said(goals, all, own, gains, step)};
  }

  static std::string said(const std::vector<Goal>& goals, const Known& all, const Score& own, const Score& gains,
                          double step) {
    const auto count = all.there.size();
    const auto ahead =
        std::count_if(all.there.begin(), all.there.end(), [&](const Score& other) { return better(other, own); });
    if (goals.size() > 1)
      return fmt::format(
          "behind {} of {} completed trials at step {}, and one is better in all {} goals than it could "
          "become",
          ahead, count, rounded(step), goals.size());
    const auto final = column(all.final, 0);
    return fmt::format(
        "{} at step {}, behind {} of {} completed trials there; none gained more than {} from there on, "
        "and the best has {}",
        rounded(turned(goals[0], own[0])), rounded(step), ahead, count, rounded(gains[0]),
        rounded(turned(goals[0], *std::min_element(final.begin(), final.end()))));
  }

  std::unique_ptr<Scheduler> promoting_, stopping_;
  Resumption resumption_;
};

}  // namespace

std::unique_ptr<Scheduler> make_auto_scheduler() {
  // The first rung is cheap and says least: few go on from it. The last one is dear and says most.
  return std::make_unique<AutoScheduler>(make_asha({.first = 6, .last = 2, .promote = true}), make_asha());
}

}  // namespace kilter
