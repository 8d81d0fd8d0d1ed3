// SPDX-License-Identifier: MIT
// Asynchronous successive halving: at each rung one of eta goes on, and nobody waits for the others.
// L. Li et al.: A system for massively parallel hyperparameter tuning (MLSys 2020), algorithm 2, for programs that can
// resume; its stopping form for all others. Departs from it in that with several goals trials are ranked by how many
// others dominate them. With several brackets it is asynchronous Hyperband: each trial is compared with those of its
// own bracket only (section 3.3 there).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/schedulers/brackets.hpp"
#include "kilter/schedulers/entrants.hpp"

namespace kilter {
namespace {

class Asha final : public Scheduler {
 public:
  explicit Asha(const AshaOptions& options) : options_(options), ladder_(options) {}

  std::optional<Assignment> next(const History& history, const Rng&) override {
    const auto lengths = rungs(history.settings(), options_);
    Assignment fresh;
    fresh.budget = lengths.back();
    if (!options_.promote || lengths.size() == 1) return fresh;
    const auto& climbs = ladder_.read(history);
    const auto brackets = brackets_of(lengths);
    for (const bool last_ones : {false, true}) {
      if (last_ones && !nothing_else_comes(history)) break;
      for (std::size_t k = lengths.size() - 1; k-- > 0;)
        for (std::size_t b = 0; b < brackets.size() && brackets[b].lowest <= k; ++b)
          if (auto up =
                  promoted(history, entrants(climbs, 0, k, members(brackets, b)), climbs, {lengths, k, last_ones}))
            return up;
    }
    const Bracket& bracket = brackets[bracket_of(history.next(), brackets)];
    fresh.budget = lengths[bracket.lowest];
    if (bracket.lowest + 1 < lengths.size())
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
    const auto brackets = brackets_of(lengths);
    const std::size_t own = bracket_of(run.trial, brackets);
    if (*climb.crossed < brackets[own].lowest) return {};
    return stop_below(history.settings().goals, entrants(climbs, run.part, *climb.crossed, members(brackets, own)),
                      {run.trial, climb.at[*climb.crossed]}, lengths, *climb.crossed);
  }

 private:
  /// A rung that trials may go on from.
  struct From {
    const std::vector<double>& lengths;
    std::size_t rung = 0;
    bool last_ones = false;  ///< nothing else comes: at least the best goes on, up to the full length
  };

  /// All trials have been there, and none runs.
  static bool nothing_else_comes(const History& history) {
    const auto& trials = history.settings().budget.trials;
    return trials && history.next() >= *trials && history.running().empty();
  }

  /// One of so many goes on from that rung.
  double one_in(std::size_t rung, std::size_t rungs) const {
    if (rung == 0 && options_.first > 0) return options_.first;
    if (rung + 2 == rungs && options_.last > 0) return options_.last;
    return options_.eta;
  }

  std::size_t places(std::size_t standing, std::size_t rung, std::size_t rungs) const {
    return static_cast<std::size_t>(std::floor(static_cast<double>(standing) / one_in(rung, rungs) + 1e-9));
  }

  std::vector<Bracket> brackets_of(const std::vector<double>& lengths) const {
    auto brackets = hyperband_brackets(lengths.size(), options_.eta);
    const auto most = static_cast<std::size_t>(options_.brackets);
    if (most > 0 && brackets.size() > most) brackets.resize(most);
    return brackets;
  }

  /// Which trials belong to a bracket.
  static std::function<bool(TrialNumber)> members(const std::vector<Bracket>& brackets, std::size_t bracket) {
    return [&brackets, bracket](TrialNumber trial) { return bracket_of(trial, brackets) == bracket; };
  }

  std::optional<Assignment> promoted(const History& history, const std::vector<Entrant>& all,
                                     const Ladder::Climbs& climbs, const From& from) const {
    const auto& [lengths, rung, last_ones] = from;
    const double count = static_cast<double>(all.size());
    const auto best = leaders(all, last_ones ? static_cast<std::size_t>(std::ceil(count / options_.eta - 1e-9))
                                             : places(all.size(), rung, lengths.size()));
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

  Decision pause_at_budget(const History& history, const RunId& run, const Climb& climb,
                           const std::vector<double>& lengths) const {
    const Part& part = *history.trials()[static_cast<std::size_t>(run.trial)].part(run.part);
    if (!climb.crossed || part.budget >= lengths.back() || lengths[*climb.crossed] < part.budget) return {};
    return {Verdict::pause,
            fmt::format("{} at step {}; it goes on when it is among the best 1 in {} there",
                        said(history.settings().goals, climb.at[*climb.crossed]), rounded(part.curve.steps.back()),
                        rounded(one_in(*climb.crossed, lengths.size())))};
  }

  Decision stop_below(const std::vector<Goal>& goals, const std::vector<Entrant>& all, const Entrant& own,
                      const std::vector<double>& lengths, std::size_t rung) const {
    const std::size_t better_ones = ahead(all, own);
    if (better_ones < std::max<std::size_t>(1, places(all.size(), rung, lengths.size()))) return {};
    std::string what = fmt::format("were better in some of the {} goals and worse in none", goals.size());
    if (goals.size() == 1) {
      double bound = -std::numeric_limits<double>::infinity();
      for (const auto& other : all)
        if (before(other, own)) bound = std::max(bound, other.score[0]);
      what = fmt::format("had {} or {} there", rounded(turned(goals[0], bound)), goals[0].maximize ? "more" : "less");
    }
    return {Verdict::stop, fmt::format("{} at step {}, while {} of {} others {}", said(goals, own.score),
                                       rounded(lengths[rung]), better_ones, all.size() - 1, what)};
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
  for (const double share : {options.eta, options.first > 0 ? options.first : 2, options.last > 0 ? options.last : 2})
    if (!(share > 1) || !std::isfinite(share))
      throw Error(ErrorKind::invalid, {}, fmt::format("asha cannot keep one of {} trials at each rung", share),
                  {"Give eta a number above 1; 3 is the usual one."});
  return std::make_unique<Asha>(options);
}

}  // namespace kilter
