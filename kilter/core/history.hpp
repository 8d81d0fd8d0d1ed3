// SPDX-License-Identifier: MIT
// The history of a study: the fold of its facts up to a revision, and the trials and curves that result.
#pragma once
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kilter/core/fact.hpp"
#include "kilter/core/settings.hpp"

namespace kilter {

/// What a run has reported: a column of steps, ascending, and one of each metric (NaN where a step lacks it).
struct Curve {
  struct Column {
    std::string metric;
    std::vector<double> values;
  };
  std::vector<double> steps;
  std::vector<Column> columns;

  const std::vector<double>* find(std::string_view metric) const;
  /// Adds a report. One at the newest step joins it; one at an earlier step cuts what came from there on.
  void add(double step, const Metrics& metrics);
};

/// One part of a trial: its newest attempt, and the curve over all attempts.
struct Part {
  int index = 0;
  int attempt = 0;
  int failures = 0;  ///< in a row, since it last paused or was requeued
  bool running = false;
  bool waiting = false;  ///< lost or requeued: shall be started again
  Verdict verdict = Verdict::go_on;
  double budget = 1;
  double from_step = 0;
  WorkerId worker;
  std::string reason;          ///< why it started
  std::string decision;        ///< why it was stopped or paused
  std::optional<Outcome> end;  ///< of the newest attempt
  Curve curve;
  std::vector<std::pair<std::string, std::string>> notes;
  WallTime started;
  WallTime ended;
};

enum class TrialState { waiting, running, paused, complete, pruned, failed };
const char* to_text(TrialState state);

/// The record of a trial, as data.
struct Trial {
  TrialNumber number = 0;
  Params given;
  Params params;
  bool proposed = false;
  std::string by;
  std::string note;
  std::string reason;
  Revision basis = 0;
  std::optional<TrialNumber> repeats;
  int repeat = 0;   ///< 1, 2, ... among the repeats of that trial
  int planned = 1;  ///< parts that it shall have, as the settings say
  std::optional<Checkpoint> from;
  std::vector<std::string> asked;  ///< names that its runs asked for beside the proposal
  std::vector<Part> parts;         ///< by index, without those that never started
  WallTime added;

  const Part* part(int index) const;
  /// With parts still to come: waiting; pruned where a decision has given those up.
  TrialState state() const;
};

/// The only cache there is. A value; safe to read from several threads while none takes.
class History {
 public:
  /// Applies the entry after the newest: entry.revision must be revision() + 1.
  void take(Entry entry);
  /// The same for the next revision. `codes`: of a Proposed, where the caller knows what its text reads as.
  void take(Fact&& fact, WallTime stamp, const Params* codes = nullptr);

  Revision revision() const { return log_.size(); }
  const Settings& settings() const { return settings_; }
  /// The revision of the newest Changed.
  Revision settings_revision() const { return settings_revision_; }
  const std::deque<Trial>& trials() const { return trials_; }
  TrialNumber next() const { return static_cast<TrialNumber>(trials_.size()); }
  /// The entry of that revision, 1 to revision().
  const Entry& entry(Revision revision) const { return log_[revision - 1]; }
  /// Parts that shall be started before anything new, by trial and part: lost ones, given ones, and those that follow a
  /// completed one.
  const std::vector<std::pair<TrialNumber, int>>& waiting() const { return waiting_; }
  /// Parts that run, by trial and part.
  const std::vector<std::pair<TrialNumber, int>>& running() const { return running_; }
  /// Time with at least one run, up to the newest stamp; what passed between a death and its discovery not counted.
  std::chrono::milliseconds worked() const { return worked_; }

 private:
  void push(Fact&& fact, WallTime stamp);
  void propose(const Proposed& f, Params params);
  void apply(const Added&, WallTime);
  void apply(const Proposed&, WallTime);
  void apply(const Started&, WallTime);
  void apply(const Assigned&, WallTime);
  void apply(const Reported&, WallTime);
  void apply(const Noted&, WallTime);
  void apply(const Decided&, WallTime);
  void apply(const Ended&, WallTime);
  void apply(const Requeued&, WallTime);
  void apply(const Changed&, WallTime);
  Part& part(const RunId& run);
  void read_again();
  void follow(const RunId& run);

  Settings settings_;
  Revision settings_revision_ = 0;
  std::deque<Entry> log_;
  std::deque<Trial> trials_;
  std::vector<std::pair<TrialNumber, int>> waiting_;  ///< sorted
  std::vector<std::pair<TrialNumber, int>> running_;  ///< sorted
  std::chrono::milliseconds worked_{0};
  WallTime newest_;
};

inline const Trial& trial_of(const History& history, TrialNumber number) {
  return history.trials()[static_cast<std::size_t>(number)];
}

/// A curve's value for its goal as of report `index`, summarised as the goal says; NaN where there is none.
double value_at(const std::vector<double>& column, std::size_t index, const Goal& goal);
/// The value of a trial for that goal: its final metric, else its curve summarised, joined over the parts as the goal
/// says. nullopt where it has none, or none that is finite.
std::optional<double> value_of(const Trial& trial, const Goal& goal);
/// By how much the trial breaks the limit; at most 0: it keeps it. nullopt: the metric is not known of it.
std::optional<double> excess_of(const Trial& trial, const Limit& limit);
/// Whether the trial is known to break a limit.
bool breaks(const Trial& trial, const std::vector<Limit>& limits);
/// The same for a run with that outcome and curve; finite or not.
std::optional<double> value_of(const Outcome& outcome, const Curve& curve, const Goal& goal);

}  // namespace kilter
