// SPDX-License-Identifier: MIT
// A study as one process works on it: ask, extend, report, tell. Storage, sampler and scheduler meet here.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kilter/base/clock.hpp"
#include "kilter/core/executor.hpp"
#include "kilter/core/history.hpp"
#include "kilter/core/sampler.hpp"
#include "kilter/core/scheduler.hpp"
#include "kilter/core/storage.hpp"

namespace kilter::core {

/// The seed that a program is given: the same for each attempt of that part of the trial. Where trials have parts, all
/// trials have the same seeds, one for all folds and one for each instance; so have the first repeats of all trials,
/// the second ones, and so on.
std::uint64_t seed_of(const Settings& settings, const Trial& trial, int part);

/// Why ask() had nothing.
enum class Nothing { later, budget_spent, exhausted, paused };

/// Not thread-safe: owned by the thread that runs tune(). The sockets outlive it.
class Study {
 public:
  /// Reads what is there.
  Study(Storage& storage, Sampler& sampler, Scheduler& scheduler, const Clock& clock, WorkerId worker);

  const History& history() const { return history_; }
  const WorkerId& worker() const { return worker_; }

  /// Reads what others have written.
  void sync();
  /// The next run, stored as started; nullopt: nothing now, and why_nothing() says why.
  std::optional<Job> ask();
  Nothing why_nothing() const { return nothing_; }
  /// The value of a parameter that the proposal of this run lacks. Throws Error(invalid) where the name is known with
  /// another kind or range that cannot serve.
  Value extend(const RunId& run, const Parameter& parameter);
  /// Stores a report and returns what the run shall do: what was asked from outside, else the scheduler's judgement.
  Verdict report(Reported report);
  /// Stores the end of a run. False: somebody else has taken it, and this end counts for nothing.
  bool tell(const RunId& run, Outcome outcome);
  /// Stores any facts of the outside world; false: refused.
  bool write(std::vector<Fact> facts);

 private:
  /// `codes`: what a Proposed among the facts reads as.
  bool write(std::span<Fact> facts, const Params* codes);
  Rng rng(TrialNumber number) const;
  std::optional<Job> start_waiting();
  /// A part of a trial whose earlier ones still run, where there is nothing else to do.
  std::optional<Job> start_ahead();
  std::optional<Job> start_known(const Assignment& assignment);
  std::optional<Job> start_new(const Assignment& assignment);
  /// Leaves the proposal its codes.
  Proposed proposed(TrialNumber number, Proposal&& proposal) const;
  Job job(const RunId& run) const;

  Storage& storage_;
  Sampler& sampler_;
  Scheduler& scheduler_;
  const Clock& clock_;
  WorkerId worker_;
  History history_;
  Nothing nothing_ = Nothing::later;
  bool raced_ = false;  ///< the last write lost a race: hold the turn at the next ask
};

/// Whether the proposal of that trial comes again from the facts before it.
struct Replay {
  enum class Result { proved, disproved, not_checkable } result = Result::not_checkable;
  std::string sentence;
};
Replay replay(Storage& storage, Sampler& sampler, TrialNumber trial);
/// The same for who has read the log already: `all` of it, and `then`, the facts up to the basis of that proposal.
Replay replay(const History& all, const History& then, Sampler& sampler, TrialNumber trial);

}  // namespace kilter::core
