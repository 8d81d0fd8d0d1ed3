// SPDX-License-Identifier: MIT
// Which trials of a study are the best, and by how much they beat the user's defaults.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter {

struct Scored {
  TrialNumber trial = 0;
  double value = 0;
  bool operator==(const Scored&) const = default;
};

/// Whether `a` is better than `b` for that goal.
bool better(const Goal& goal, double a, double b);

/// Which trials are looked at, beside those that break a limit of the study, which never are.
using Accept = std::function<bool(const Trial&)>;

/// The trials that ran to their end and have a value, best first; equal values in the order of their numbers. Trials
/// that were stopped early are left out: their values stand for less training; and so are those that break a limit.
std::vector<Scored> ranking(const History& history, const Goal& goal, const Accept& accept = {});

/// The first of the ranking by the first goal; of trials that are confirmed by fresh seeds, where there are any, the
/// one with the best mean of those. nullopt where no trial has a value yet, or each breaks a limit.
std::optional<Scored> best(const History& history, const Accept& accept = {});

/// The complete trials that no other complete trial beats: none is at least as good in every goal and better in one.
/// Best first by the first goal. Of trials with equal values in all goals each belongs to it.
std::vector<TrialNumber> front(const History& history, const Accept& accept = {});

/// The complete trial that breaks the study's limits least, and what it breaks most.
struct Nearest {
  TrialNumber trial = 0;
  Limit limit;
  double measured = 0;
};
/// nullopt where a complete trial keeps all of them, or there is none with values.
std::optional<Nearest> nearest_to_limits(const History& history);

/// How far a trial lies from trial 0, where that one ran the user's defaults.
struct Gain {
  double defaults = 0;   ///< the value of trial 0
  double better_by = 0;  ///< positive: the trial is better, whatever the direction of the goal
};
/// nullopt where trial 0 is not complete, has no value, or did not run the defaults.
std::optional<Gain> gain(const History& history, const Goal& goal, double value);

/// Whether trial 0 ran what the user gave, or the middle of the ranges where nothing was given.
bool has_defaults(const History& history);

}  // namespace kilter
