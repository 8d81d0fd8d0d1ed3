// SPDX-License-Identifier: MIT
// Successive halving and Hyperband as their papers have them: a rung waits until all trials of its bracket have been
// there, then the best go on together.
// K. Jamieson, A. Talwalkar: Non-stochastic best arm identification (AISTATS 2016); L. Li et al.: Hyperband (JMLR 18,
// 2018), algorithm 1. Departs from them in that workers which a rung leaves idle begin the next bracket, and in that of
// a bracket which the study's budget cuts short still one trial reaches the full length.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/schedulers/brackets.hpp"
#include "kilter/schedulers/entrants.hpp"

namespace kilter {
namespace {

/// A bracket and the number of its first trial.
struct Place {
  Bracket bracket;
  TrialNumber first = 0;

  bool has(TrialNumber trial) const { return trial >= first && trial < first + bracket.trials; }
};

class Halving final : public Scheduler {
 public:
  Halving(const HalvingOptions& options, bool all_brackets)
      : options_(options), all_brackets_(all_brackets), ladder_(ladder_options()) {}

  std::optional<Assignment> next(const History& history, const Rng&) override {
    const auto lengths = rungs(history.settings(), ladder_options());
    const auto& climbs = ladder_.read(history);
    TrialNumber first = 0;
    for (std::size_t i = 0;; ++i) {
      const Place place{bracket(lengths.size(), i), first};
      if (any_paused(history, place))
        if (auto promotion = promoted(history, climbs, lengths, place)) return promotion;
      if (place.has(history.next())) return fresh(lengths, place);
      first += place.bracket.trials;
    }
  }

  Decision judge(const History& history, const RunId& run) override {
    const auto lengths = rungs(history.settings(), ladder_options());
    const auto& climbs = ladder_.read(history);
    const auto climb = climbs.find({run.trial, run.part});
    const Part* part = history.trials()[static_cast<std::size_t>(run.trial)].part(run.part);
    if (!part || climb == climbs.end() || !climb->second.crossed) return {};
    if (part->budget >= lengths.back() || lengths[*climb->second.crossed] < part->budget) return {};
    return {Verdict::pause, fmt::format("at step {}; it goes on if it is among the best 1 in {} of its bracket",
                                        rounded(part->curve.steps.back()), rounded(options_.eta))};
  }

 private:
  AshaOptions ladder_options() const { return {.eta = options_.eta, .shortest = options_.shortest}; }

  Bracket bracket(std::size_t rungs, std::size_t index) const {
    const auto brackets = hyperband_brackets(rungs, options_.eta);
    return all_brackets_ ? brackets[index % brackets.size()] : brackets.front();
  }

  static Assignment fresh(const std::vector<double>& lengths, const Place& place) {
    Assignment fresh;
    fresh.budget = lengths[place.bracket.lowest];
    fresh.reason =
        fmt::format("a new trial of a bracket of {}, to step {} first", place.bracket.trials, rounded(fresh.budget));
    return fresh;
  }

  static bool any_paused(const History& history, const Place& place) {
    for (TrialNumber n = place.first; n < std::min(place.first + place.bracket.trials, history.next()); ++n)
      if (history.trials()[static_cast<std::size_t>(n)].state() == TrialState::paused) return true;
    return false;
  }

  /// The best trial that waits at a rung which all who belong there have left.
  std::optional<Assignment> promoted(const History& history, const Ladder::Climbs& climbs,
                                     const std::vector<double>& lengths, const Place& place) const {
    auto there = static_cast<std::size_t>(size(history, place));
    for (std::size_t k = place.bracket.lowest; k + 1 < lengths.size() && there > 0; ++k) {
      if (there > through(history, climbs, place, k, lengths[k])) return {};
      const auto all = entrants(climbs, 0, k, place.first, place.bracket.trials);
      there = static_cast<std::size_t>(std::max(1.0, static_cast<double>(there) / options_.eta + 1e-9));
      const auto best = leaders(all, there);
      there = best.size();
      for (const TrialNumber number : best) {
        const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
        if (!waits_at(climbs.at({number, 0}), trial, k, lengths[k])) continue;
        Assignment up{.trial = number, .budget = lengths[k + 1], .given = {}, .from = {}};
        up.reason = fmt::format("among the best {} of {} at step {}; to step {}", best.size(), all.size(),
                                rounded(lengths[k]), rounded(up.budget));
        return up;
      }
    }
    return {};
  }

  /// How many trials the bracket will have: fewer than it wants where the study's budget ends it.
  static int size(const History& history, const Place& place) {
    const auto most = history.settings().budget.trials;
    return most ? std::clamp(*most - place.first, 0, place.bracket.trials) : place.bracket.trials;
  }

  /// How many of the bracket's trials are through with that rung: they have been there, or ended on their way to it.
  static std::size_t through(const History& history, const Ladder::Climbs& climbs, const Place& place, std::size_t rung,
                             double length) {
    std::size_t count = 0;
    for (TrialNumber n = place.first; n < std::min(place.first + place.bracket.trials, history.next()); ++n) {
      const Trial& trial = history.trials()[static_cast<std::size_t>(n)];
      const Part* part = trial.part(0);
      const auto climb = climbs.find({n, 0});
      const bool been = climb != climbs.end() && climb->second.highest && *climb->second.highest >= rung;
      const bool ended = part && part->budget >= length && !part->running && !part->waiting;
      if (been || (ended && trial.state() != TrialState::paused)) ++count;
    }
    return count;
  }

  HalvingOptions options_;
  bool all_brackets_;
  Ladder ladder_;
};

std::unique_ptr<Scheduler> made(const HalvingOptions& options, bool all_brackets, const char* name) {
  if (!(options.eta > 1) || !std::isfinite(options.eta))
    throw Error(ErrorKind::invalid, {}, fmt::format("{} cannot keep one of {} trials at each rung", name, options.eta),
                {"Give eta a number above 1; 3 is the usual one."});
  return std::make_unique<Halving>(options, all_brackets);
}

}  // namespace

std::unique_ptr<Scheduler> make_successive_halving(HalvingOptions options) {
  return made(options, false, "successive_halving");
}

std::unique_ptr<Scheduler> make_hyperband(HalvingOptions options) { return made(options, true, "hyperband"); }

}  // namespace kilter
