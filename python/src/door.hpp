// SPDX-License-Identifier: MIT
// The door of a study for Python: one core::Study behind one mutex, and the verbs that the package is written with.
#pragma once
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kilter/core/study.hpp"
#include "kilter/storage/storages.hpp"
#include "records.hpp"

namespace kilter::python {

/// A run that is this process's, and what its trial has so far.
struct Asked {
  RunId run;
  Named params;
  std::string given;
  std::uint64_t seed = 0;
  double budget = 1;
  double from_step = 0;
};

/// A finished trial from elsewhere.
struct Foreign {
  std::vector<std::pair<std::string, std::string>> parameters;  ///< names and their JSON
  std::vector<std::string> values;                              ///< one of each, as JSON
  std::vector<std::pair<double, double>> reports;
  std::vector<std::pair<std::string, std::string>> notes;
};

/// Thread-safe. Each call takes the mutex and holds no lock of Python's; none waits for a trial.
class Door {
 public:
  /// In memory, or in the folder of studies `root`; begun with `settings` where it is new.
  Door(std::shared_ptr<MemoryLog> log, const std::string& settings);
  Door(const std::filesystem::path& root, const std::string& name, const std::string& settings);

  /// The next run; nullopt: nothing now. A space that is exhausted is drawn from again where `again` says so.
  std::optional<Asked> ask(bool again);
  /// The next run for somebody else's sampler `by`: a waiting one, else a new one without a proposal.
  Asked ask_bare(const std::string& by);
  std::string why_nothing();
  /// The value of a parameter that the trial lacks; drawn again where no untried one is left.
  Value suggest(const RunId& run, const std::string& name, const std::string& parameter);
  /// A value that somebody else has chosen, as JSON. False: the run is not this process's any more.
  bool assign(const RunId& run, const std::string& name, const std::string& parameter, const std::string& value);
  Verdict report(const RunId& run, double step, const Metrics& metrics);
  bool note(const RunId& run, const std::string& key, const std::string& text);
  bool decide(const RunId& run, const std::string& reason);
  bool tell(const RunId& run, Outcome outcome);
  void give_back(const RunId& run);

  /// A trial that waits, with values given as a JSON object; its number.
  TrialNumber add(const std::string& given);
  TrialNumber import(const Foreign& foreign, const Outcome& outcome);

  /// What is new since a revision, and the newest one.
  std::pair<Revision, std::vector<Record>> records(Revision since);
  Record record(TrialNumber number);
  std::optional<RunId> running(TrialNumber number);
  std::string settings();
  void change(const std::string& settings, const std::string& reason);

  /// Lets go of the study, so that it can be removed; all other calls throw from now on.
  void close();

  /// The log as lines of JSON, and the way back into an empty log.
  std::vector<std::string> lines();
  static void restore(const std::shared_ptr<MemoryLog>& log, const std::vector<std::string>& lines);

 private:
  /// A storage and the plugs of its newest settings.
  struct Session;
  struct EndSession {
    void operator()(Session* session) const;
  };

  Session& session() const;
  void open(std::unique_ptr<Storage> storage);
  void renew();
  Asked asked(const Job& job);
  void bury();
  const History& history() const;

  std::mutex mutex_;
  SystemClock clock_;
  std::unique_ptr<Session, EndSession> session_;
  Records records_;
};

}  // namespace kilter::python
