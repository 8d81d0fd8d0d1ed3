// SPDX-License-Identifier: MIT
// Socket: what proposes configurations.
#pragma once
#include <optional>
#include <string>

#include "kilter/base/random.hpp"
#include "kilter/core/history.hpp"

namespace kilter {

struct Request {
  TrialNumber number = 0;
  const Space& space;   ///< the history's, or one parameter more
  const Params& given;  ///< codes that the proposal must keep
  double budget = 1;
  Rng rng;
};

struct Proposal {
  Params params;       ///< settled, allowed
  std::string by;      ///< name and version of what proposed, as "random/1"
  std::string note;    ///< opaque text that the sampler finds again in Proposed
  std::string reason;  ///< one sentence with numbers
  std::optional<TrialNumber> repeats;
};

/// Proposes configurations. What it returns depends on its arguments alone; what it remembers may make it quicker but
/// never change its answer. Called from one thread at a time.
class Sampler {
 public:
  virtual ~Sampler() = default;
  /// nullopt: nothing is left to try.
  virtual std::optional<Proposal> propose(const History& history, const Request& request) = 0;
};

}  // namespace kilter
