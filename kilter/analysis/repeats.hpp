// SPDX-License-Identifier: MIT
// What the repeats of trials say, each run with a fresh seed.
#pragma once
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
  /// Each fresh value is the very one that it was picked for: there is no chance in the program, or it ignores its
  /// seed.
  bool repeats_itself() const;
};

/// Those trials with what their repeats say.
std::vector<Candidate> candidates(const History& history, const std::vector<TrialNumber>& trials);
/// The trials that have two or more fresh values, by number: those are confirmed. One that repeats itself is not: its
/// repeats say nothing that its first run did not.
std::vector<Candidate> confirmed(const History& history);

}  // namespace kilter
