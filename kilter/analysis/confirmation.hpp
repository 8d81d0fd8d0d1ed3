// SPDX-License-Identifier: MIT
// Whether the best trials are better than each other, by runs with fresh seeds: the value that a trial was picked for
// is partly luck, and counts for nothing here.
#pragma once
#include <chrono>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter {

struct Candidate {
  TrialNumber trial = 0;
  double picked = 0;          ///< the value that it was picked for
  std::vector<double> fresh;  ///< of its complete repeats
  int begun = 0;              ///< repeats in all, also those that run or failed
  double seconds = 0;         ///< of a repeat, on average; of the trial itself where it has none

  double mean() const;       ///< of the fresh values
  double deviation() const;  ///< of them; 0 with fewer than two
};

/// The best `top` trials by the first goal, and trial 0 where it ran the user's defaults.
std::vector<TrialNumber> shortlist(const History& history, std::size_t top);

/// Those trials with what their repeats say.
std::vector<Candidate> candidates(const History& history, const std::vector<TrialNumber>& trials);
/// The trials that have two or more fresh values, by number: those are confirmed.
std::vector<Candidate> confirmed(const History& history);

struct Comparison {
  std::size_t leader = 0;     ///< the best mean
  std::vector<bool> worse;    ///< than the leader, by more than chance explains
  std::size_t suggested = 0;  ///< the cheapest of those that are not worse
  bool ignores_seed = false;  ///< all repeats of a trial give its very value: K125
};

/// Of candidates with two fresh values or more each. `looks`: how often the comparison is made, so that chance has one
/// time in twenty over all of them.
Comparison compare(const std::vector<Candidate>& all, const Goal& goal, int looks);

}  // namespace kilter
