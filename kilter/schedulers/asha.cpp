// SPDX-License-Identifier: MIT
// Asynchronous successive halving: at each rung one of eta goes on, and nobody waits for the others.
// L. Li et al.: A system for massively parallel hyperparameter tuning (MLSys 2020), algorithm 2, for programs that can
// resume; its stopping form for all others. Departs from it in that with several goals trials are ranked by how many
// others dominate them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/schedulers/ladder.hpp"

namespace kilter {
namespace {

/// What one part of a trial had at a rung.
struct Standing {
  TrialNumber trial = 0;
  Score score;
};

std::vector<Standing> standings(const Ladder::Climbs& climbs, int part, std::size_t rung) {
  std::vector<Standing> all;
  for (const auto& [run, climb] : climbs)
    if (run.second == part && climb.at.size() > rung && !climb.at[rung].empty())
      all.push_back({run.first, climb.at[rung]});
  return all;
}

/// Better, or among equals of a single goal the earlier trial.
bool before(const Standing& other, const Standing& own) {
  const bool tie = own.score.size() == 1 && other.score == own.score && other.trial < own.trial;
  return better(other.score, own.score) || tie;
}

std::size_t ahead(const std::vector<Standing>& all, const Standing& own) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const Standing& other) { return before(other, own); }));
}

/// The best `places` of them, best first.
std::vector<TrialNumber> leaders(const std::vector<Standing>& all, std::size_t places) {
  std::vector<std::pair<double, TrialNumber>> order;
  for (const auto& one : all)
    order.emplace_back(one.score.size() == 1 ? one.score[0] : static_cast<double>(ahead(all, one)), one.trial);
  std::sort(order.begin(), order.end());
  std::vector<TrialNumber> best;
  for (std::size_t i = 0; i < std::min(places, order.size()); ++i) best.push_back(order[i].second);
  return best;
}

class Asha final : public Scheduler {
 public:
  explicit Asha(const AshaOptions& options) : options_(options), ladder_(options) {}

  std::optional<Assignment> next(const History& history, const Rng&) override {
    const auto lengths = rungs(history.settings(), options_);
    Assignment fresh;
    fresh.budget = lengths.back();
    if (!options_.promote || lengths.size() == 1) return fresh;
    const auto& climbs = ladder_.read(history);
    for (std::size_t k = lengths.size() - 1; k-- > 0;)
      if (auto promotion = promoted(history, climbs, lengths, k)) return promotion;
    fresh.budget = lengths.front();
    fresh.reason = fmt::format("a new trial, to step {} first", rounded(fresh.budget));
    return fresh;
  }

  Decision judge(const History& history, const RunId& run) override {
    const auto lengths = rungs(history.settings(), options_);
    const auto& climbs = ladder_.read(history);
    const auto at = climbs.find({run.trial, run.part});
    if (lengths.size() == 1 || at == climbs.end()) return {};
    const Climb& climb = at->second;
    if (auto failure = not_a_number(history, run, climb, lengths)) return *failure;
    if (options_.promote) return pause_at_budget(history, run, climb, lengths);
    if (!climb.crossed || *climb.crossed + 1 == lengths.size()) return {};
    return stop_below(history.settings().goals, standings(climbs, run.part, *climb.crossed),
                      {run.trial, climb.at[*climb.crossed]}, lengths[*climb.crossed]);
  }

 private:
  std::size_t places(std::size_t standing) const {
    return static_cast<std::size_t>(std::floor(static_cast<double>(standing) / options_.eta + 1e-9));
  }

  std::optional<Assignment> promoted(const History& history, const Ladder::Climbs& climbs,
                                     const std::vector<double>& lengths, std::size_t rung) const {
    const auto all = standings(climbs, 0, rung);
    const auto best = leaders(all, places(all.size()));
    const auto first = std::find_if(best.begin(), best.end(), [&](TrialNumber number) {
      const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
      return waits_at(climbs.at({number, 0}), trial, rung, lengths[rung]);
    });
    if (first == best.end()) return {};
    Assignment up{.trial = *first, .budget = lengths[rung + 1], .given = {}, .from = {}};
    up.reason =
        fmt::format("number {} of {} at step {}, where {} in all may go on; to step {}", first - best.begin() + 1,
                    all.size(), rounded(lengths[rung]), best.size(), rounded(up.budget));
    return up;
  }

  /// Paused at that rung, not by hand on its way to a higher one.
  static bool waits_at(const Climb& climb, const Trial& trial, std::size_t rung, double length) {
    return climb.highest == rung && trial.state() == TrialState::paused && trial.part(0)->budget <= length;
  }

  Decision pause_at_budget(const History& history, const RunId& run, const Climb& climb,
                           const std::vector<double>& lengths) const {
    const Part& part = *history.trials()[static_cast<std::size_t>(run.trial)].part(run.part);
    if (!climb.crossed || part.budget >= lengths.back() || lengths[*climb.crossed] < part.budget) return {};
    return {Verdict::pause, fmt::format("{} at step {}; it goes on when it is among the best 1 in {} there",
                                        said(history.settings().goals, climb.at[*climb.crossed]),
                                        rounded(part.curve.steps.back()), rounded(options_.eta))};
  }

  Decision stop_below(const std::vector<Goal>& goals, const std::vector<Standing>& all, const Standing& own,
                      double length) const {
    const std::size_t better_ones = ahead(all, own);
    if (better_ones < std::max<std::size_t>(1, places(all.size()))) return {};
    std::string what = fmt::format("were better in some of the {} goals and worse in none", goals.size());
    if (goals.size() == 1) {
      double bound = -std::numeric_limits<double>::infinity();
      for (const auto& other : all)
        if (before(other, own)) bound = std::max(bound, other.score[0]);
      what = fmt::format("had {} or {} there", rounded(turned(goals[0], bound)), goals[0].maximize ? "more" : "less");
    }
    return {Verdict::stop, fmt::format("{} at step {}, while {} of {} others {}", said(goals, own.score),
                                       rounded(length), better_ones, all.size() - 1, what)};
  }

  static std::optional<Decision> not_a_number(const History& history, const RunId& run, const Climb& climb,
                                              const std::vector<double>& lengths) {
    const auto& goals = history.settings().goals;
    if (goals.empty() || !says_nan(history, run, goals.front())) return {};
    const double step = std::get<Reported>(history.entry(history.revision()).fact).step;
    const std::size_t next = climb.highest ? *climb.highest + 1 : 0;
    if (next + 1 >= lengths.size() || step < lengths[next]) return {};
    return Decision{Verdict::stop,
                    fmt::format("\"{}\" is not a number at step {}", goals.front().metric, rounded(step))};
  }

  /// The values of a score in the user's direction.
  static std::string said(const std::vector<Goal>& goals, const Score& score) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < goals.size(); ++i)
      if (!std::isnan(score[i])) values.push_back(rounded(turned(goals[i], score[i])));
    return join(values, " and ");
  }

  AshaOptions options_;
  Ladder ladder_;
};

}  // namespace

std::unique_ptr<Scheduler> make_asha(AshaOptions options) {
  if (!(options.eta > 1) || !std::isfinite(options.eta))
    throw Error(ErrorKind::invalid, {}, fmt::format("asha cannot keep one of {} trials at each rung", options.eta),
                {"Give eta a number above 1; 3 is the usual one."});
  return std::make_unique<Asha>(options);
}

}  // namespace kilter
