// SPDX-License-Identifier: MIT
// What a study's models expect of a configuration, whoever proposes it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/models/chances.hpp"
#include "kilter/models/surrogate.hpp"

namespace kilter {

struct Expectation {
  double value = 0;        ///< in the goal's unit
  double uncertainty = 0;  ///< a standard deviation
};

struct Opinion {
  std::vector<std::optional<Expectation>> goals;  ///< nothing where too few trials have values
  double failing = 0;                             ///< probability of failing, or of breaking a limit
  std::string place;                              ///< "between trials 11 and 23"; may be empty
};

/// One Gaussian process a goal, on all that has ended. Not thread-safe.
class Expert {
 public:
  /// Fits the models; pure.
  explicit Expert(const History& history);
  /// `params` are settled.
  Opinion on(const Params& params);
  /// Trials with values for all goals.
  int trials() const { return seen_.valued; }

 private:
  std::vector<Goal> goals_;
  Features features_;
  Observations seen_;
  std::vector<Surrogate> models_;
  std::optional<Chances> chances_;
};

}  // namespace kilter
