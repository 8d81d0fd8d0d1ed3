// SPDX-License-Identifier: MIT
// Whether the program goes on from its checkpoints when a paused trial is taken up again.
#pragma once
#include <map>
#include <set>

#include "kilter/core/fold.hpp"

namespace kilter {

/// Not thread-safe.
class Resumption {
 public:
  /// Where so many trials that were to go on began anew, none is believed to.
  static constexpr int enough = 2;

  struct Seen {
    std::set<TrialNumber> paused;
    std::map<RunId, double> due;  ///< attempts that were to go on and have not reported yet, and from which step
    int begun_anew = 0;
    TrialNumber trial = 0;  ///< the newest that began anew: at this step, where it should have gone on from ...
    double step = 0, from = 0;

    bool impossible() const { return begun_anew >= enough; }
  };

  const Seen& read(const History& history);

 private:
  Fold<Seen> fold_;
};

}  // namespace kilter
