// SPDX-License-Identifier: MIT
// Whether the best trials are better than each other, by runs with fresh seeds: the value that a trial was picked for
// is partly luck, and counts for nothing here.
#pragma once
#include <vector>

#include "kilter/analysis/repeats.hpp"

namespace kilter {

/// The best `top` trials by the first goal, and trial 0 where it ran the user's defaults.
std::vector<TrialNumber> shortlist(const History& history, std::size_t top);

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
