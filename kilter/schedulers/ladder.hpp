// SPDX-License-Identifier: MIT
// The rungs of successive halving, and what each run had when it reached them.
#pragma once
#include <map>
#include <utility>
#include <vector>

#include "kilter/core/fold.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "kilter/schedulers/score.hpp"

namespace kilter {

/// The lengths at which trials are compared: the shortest, times eta, and so on; the last is the full length. Whole
/// numbers where the shortest and the full one are whole.
std::vector<double> rungs(const Settings& settings, const AshaOptions& options);

/// One part of a trial on its way up.
struct Climb {
  std::vector<Score> at;               ///< by rung; empty where it has not been
  std::optional<std::size_t> crossed;  ///< the highest rung that the newest report reached
  std::optional<std::size_t> highest;
  Curve curve;  ///< of the goals' metrics
  double budget = 1;
  bool decided = false;  ///< somebody has stopped or paused the newest attempt
};

/// Climbs of all parts. Not thread-safe.
class Ladder {
 public:
  explicit Ladder(const AshaOptions& options) : options_(options) {}

  using Climbs = std::map<std::pair<TrialNumber, int>, Climb>;

  /// Reads what is new in `history`.
  const Climbs& read(const History& history);

 private:
  void take(Climbs& climbs, const Settings& settings, const Entry& entry) const;
  void report(Climb& climb, const Settings& settings, const Reported& report) const;
  void end(Climb& climb, const Settings& settings, const Outcome& outcome) const;

  AshaOptions options_;
  Fold<Climbs> fold_;
};

}  // namespace kilter
