// SPDX-License-Identifier: MIT
// The handle that a C++ objective holds: what its trial shall try, and where it says how that goes.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kilter/core/executor.hpp"

namespace kilter {

/// One attempt at one part of a trial. Used from the objective's thread; should_stop() from any.
class Run {
 public:
  /// What a run needs of its executor.
  class Line {
   public:
    virtual ~Line() = default;
    /// Does not wait.
    virtual void post(Event event) = 0;
    /// Waits for the answer; holds no lock of the caller's.
    virtual Answer ask(Wanted wanted) = 0;
    virtual Verdict verdict() const = 0;
  };

  /// `metric` is the name of a number that is reported without one. The line outlives the run.
  Run(Job job, Line& line, std::string metric = "value");

  TrialNumber number() const { return job_.run.trial; }
  int part() const { return job_.run.part; }
  int attempt() const { return job_.run.attempt; }
  /// The same for each attempt at a part, so that an attempt that starts again draws the same numbers.
  std::uint64_t seed() const { return job_.seed; }
  /// Train up to this step.
  double budget() const { return job_.budget; }
  /// Steps that earlier attempts have done, or the trial that this one goes on from.
  double from_step() const { return job_.from_step; }
  const Job& job() const { return job_; }

  /// The trial's value of a parameter. A name that the trial lacks is asked for, and the study answers it.
  /// Throws Error(invalid) where the trial's value is none of this range.
  Value suggest(const Parameter& parameter);
  double suggest_float(std::string_view name, double low, double high, Scale scale = Scale::linear, double step = 0);
  std::int64_t suggest_int(std::string_view name, std::int64_t low, std::int64_t high, Scale scale = Scale::linear,
                           std::int64_t step = 1);
  std::string suggest_categorical(std::string_view name, const std::vector<std::string>& choices);
  bool suggest_bool(std::string_view name);

  /// What the trial has so far, by name: the proposal, and what was asked for beside it.
  std::map<std::string, Value> params() const;

  /// Says how the training stands after `step`. Does not wait for the scheduler.
  void report(double value, double step) { report(Metrics{{metric_, value}}, step); }
  void report(Metrics metrics, double step);
  /// A word about the run, kept with it.
  void note(std::string key, std::string text);

  /// Whether the run shall end here. What the objective returns after a yes counts as stopped or paused.
  bool should_stop();
  /// The same, under the name that users of Optuna know.
  bool should_prune() { return should_stop(); }
  /// Whether should_stop() has ever said yes.
  bool noticed() const { return noticed_; }
  const std::string& metric() const { return metric_; }

 private:
  Job job_;
  Line& line_;
  std::string metric_;
  std::vector<std::pair<std::string, Value>> asked_;  ///< answers of the study
  std::atomic<bool> noticed_{false};
};

/// Calls the objective. An exception is a failed outcome with its text; a run that noticed that it shall end is stopped
/// or paused.
Outcome outcome_of(const std::function<Outcome(Run&)>& objective, Run& run, const Run::Line& line);

}  // namespace kilter
