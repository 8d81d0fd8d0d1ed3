// SPDX-License-Identifier: MIT
// All that is ever written of a study, and the one table of rules that says which fact may follow which.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kilter/base/clock.hpp"

namespace kilter {

using TrialNumber = std::int32_t;  ///< 0, 1, 2, ... without gaps
using Revision = std::uint64_t;    ///< 1, 2, 3, ... without gaps: the place of a fact in its study
using WorkerId = std::string;      ///< one process that runs trials, as host:pid:start

/// A worker whose id begins with "ask:" is bound to no process: whoever asked for its runs ends them. Storages never
/// list them as lost.
bool is_asked(const WorkerId& worker);

/// Whatever runs. `part` is a fold, instance or seed of the trial; `attempt` the fencing token.
struct RunId {
  TrialNumber trial = 0;
  int part = 0;
  int attempt = 0;
  auto operator<=>(const RunId&) const = default;
};

/// Where a trial's training goes on from: another trial's saved state after `step`.
struct Checkpoint {
  TrialNumber trial = 0;
  double step = 0;
  bool operator==(const Checkpoint&) const = default;
};

struct Metric {
  std::string name;
  double value = 0;
  /// As a record: not-a-number equals itself.
  bool operator==(const Metric& other) const {
    const bool both_none = value != value && other.value != other.value;
    return name == other.name && (value == other.value || both_none);
  }
};
using Metrics = std::vector<Metric>;

enum class End : std::uint8_t { completed, stopped, paused, failed };
enum class Cause : std::uint8_t { none, error, oom, nan, timeout, killed, lost, infeasible, no_value };
enum class Verdict : std::uint8_t { go_on, stop, pause };

const char* to_text(End end);
const char* to_text(Cause cause);
const char* to_text(Verdict verdict);

/// How a run ended. `values` are final metrics; empty: the curve speaks. `detail`: exit status and last lines.
struct Outcome {
  End end = End::completed;
  Cause cause = Cause::none;
  Metrics values;
  std::string detail;
  bool operator==(const Outcome&) const = default;
};

/// A trial exists. `given` (a JSON object of names and values) holds what its proposal must keep.
struct Added {
  TrialNumber trial = 0;
  std::string given;
  std::optional<TrialNumber> repeats;
  std::optional<Checkpoint> from;
  bool operator==(const Added&) const = default;
};

/// A trial has its configuration for ever. `params` is a JSON object; `basis` the revision that the sampler saw; `by`
/// its name and version; `note` what it wants remembered.
struct Proposed {
  TrialNumber trial = 0;
  std::string params;
  Revision basis = 0;
  std::string by;
  std::string note;
  std::string reason;
  bool operator==(const Proposed&) const = default;
};

/// A worker has taken a run, to train up to `budget` steps, going on after `from_step`.
struct Started {
  RunId run;
  WorkerId worker;
  double budget = 1;
  double from_step = 0;
  Revision basis = 0;
  std::string reason;
  bool operator==(const Started&) const = default;
};

/// A run has asked for a parameter that its proposal lacks; `parameter` and `value` are JSON.
struct Assigned {
  RunId run;
  std::string name;
  std::string parameter;
  std::string value;
  Revision basis = 0;
  bool operator==(const Assigned&) const = default;
};

struct Reported {
  RunId run;
  double step = 0;
  Metrics metrics;
  bool operator==(const Reported&) const = default;
};

/// A word about a run: where it ran, what it said of itself.
struct Noted {
  RunId run;
  std::string key;
  std::string text;
  bool operator==(const Noted&) const = default;
};

/// A running attempt shall stop or pause; written before it is acted on.
struct Decided {
  RunId run;
  Verdict verdict = Verdict::stop;
  Revision basis = 0;
  std::string reason;
  bool operator==(const Decided&) const = default;
};

struct Ended {
  RunId run;
  Outcome outcome;
  bool operator==(const Ended&) const = default;
};

/// An ended attempt shall be tried again under the same number: given back, or asked for.
struct Requeued {
  RunId run;
  std::string reason;
  bool operator==(const Requeued&) const = default;
};

/// The study has these settings (a JSON object) from now on. `trials` is the trial budget within it; -1: none.
struct Changed {
  std::string settings;
  TrialNumber trials = -1;
  std::string reason;
  bool operator==(const Changed&) const = default;
};

using Fact = std::variant<Added, Proposed, Started, Assigned, Reported, Noted, Decided, Ended, Requeued, Changed>;

struct Entry {
  Revision revision = 0;
  WallTime stamp;
  Fact fact;
  bool operator==(const Entry&) const = default;
};

/// What the rules must know of a study; a storage answers from its index.
class Standing {
 public:
  struct Run {
    int attempt = 0;
    bool running = false;
  };

  virtual ~Standing() = default;
  virtual bool begun() const = 0;  ///< a Changed has been written
  virtual TrialNumber next() const = 0;
  virtual TrialNumber trial_budget() const = 0;  ///< -1: none
  virtual bool proposed(TrialNumber trial) const = 0;
  /// The newest attempt of that part; nullopt where none has started.
  virtual std::optional<Run> run(TrialNumber trial, int part) const = 0;
};

/// Whether `fact` may come next.
/// Changed: always, and it is the first fact of a study. Added: the next number, within the trial budget. Proposed:
/// once for a trial. Started: of a proposed trial, attempt 0 first, then one more than an attempt that does not run.
/// Requeued: the newest attempt, ended. All others: only for the attempt that runs.
bool may_follow(const Standing& standing, const Fact& fact);

}  // namespace kilter
