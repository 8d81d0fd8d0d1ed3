// SPDX-License-Identifier: MIT
// Who stands where among the trials that have been at a rung.
#pragma once
#include <functional>
#include <vector>

#include "kilter/schedulers/ladder.hpp"

namespace kilter {

/// What one part of a trial had at a rung.
struct Entrant {
  TrialNumber trial = 0;
  Score score;
};

/// Of that part of all trials that `belongs` names and that have been at the rung, by number.
std::vector<Entrant> entrants(const Ladder::Climbs& climbs, int part, std::size_t rung,
                              const std::function<bool(TrialNumber)>& belongs);

/// The same for trials that follow each other; takes no longer where there are many others.
std::vector<Entrant> entrants(const Ladder::Climbs& climbs, int part, std::size_t rung, TrialNumber first, int trials);

/// Better, or among equals of a single goal the earlier trial.
bool before(const Entrant& other, const Entrant& own);

/// How many of them stand before it; with several goals, how many dominate it.
std::size_t ahead(const std::vector<Entrant>& all, const Entrant& own);

/// The best `places` of them, best first.
std::vector<TrialNumber> leaders(const std::vector<Entrant>& all, std::size_t places);

/// Whether a trial is paused at that rung, and not by hand on its way to a higher one.
bool waits_at(const Climb& climb, const Trial& trial, std::size_t rung, double length);

}  // namespace kilter
