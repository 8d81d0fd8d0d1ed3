// SPDX-License-Identifier: MIT
// One program as it runs: its pipes, its socket, its report file, its limits, and what it was asked to do.
#pragma once
#include <deque>
#include <optional>
#include <vector>

#include "kilter/base/clock.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/executors/launch/protocol.hpp"
#include "kilter/executors/metric_lines.hpp"
#include "kilter/executors/run_files.hpp"
#include "kilter/executors/subprocess_log_file.hpp"
#include "kilter/executors/subprocess_outcome.hpp"
#include "kilter/executors/subprocess_output.hpp"
#include "kilter/executors/subprocess_progress.hpp"
#include "kilter/executors/subprocess_report_file.hpp"
#include "kilter/executors/subprocess_socket.hpp"
#include "kilter/executors/subprocess_spawn.hpp"

namespace kilter {

/// Owned by the loop of its executor, which calls ready() for what is readable and tick() when next_tick() has come.
class SubprocessRun {
 public:
  /// Starts the program. Throws Error where the system refuses; that there is no such program is an outcome.
  SubprocessRun(const RunId& run, double from_step, RunFiles files, const Launch& launch, const Command& command,
                const SubprocessOptions& options, const Clock& clock,
                const std::vector<std::filesystem::path>& logs = {});
  /// Kills what is left.
  ~SubprocessRun();
  SubprocessRun(const SubprocessRun&) = delete;
  SubprocessRun& operator=(const SubprocessRun&) = delete;

  const RunId& id() const { return run_; }
  ReportFile& report_file() { return reports_; }

  /// Descriptors to wait for. A run whose events wait to be fetched is not read from, so that memory stays bounded.
  void add_descriptors(std::vector<int>& descriptors) const;
  void ready(int descriptor);
  std::optional<TimePoint> next_tick() const;
  void tick();
  /// Whether there is more to read than was announced.
  bool more() const { return !over_ && room() && (reports_.more() || launcher_gone_); }
  void read_more();

  void ask(EndRequest request);
  /// To the oldest report that was fetched and has no answer; else a verdict from outside.
  void answer(Verdict verdict);

  std::optional<Event> next_event();
  bool has_event() const { return !pending_.empty(); }
  /// Ended is the last of its events.
  bool over() const { return over_; }

 private:
  static constexpr std::size_t most_pending = 256;
  struct Pending {
    Event event;
    std::optional<ReportSocket::ClientId> client;  ///< who waits for the answer
  };
  struct Stream {
    Descriptor pipe;
    OutputFile file;
    MetricLines metrics;
  };

  bool room() const { return pending_.size() < most_pending; }
  bool asked_to_end() const { return known_.request != EndRequest::none; }
  bool read(Stream& stream);
  void read_messages();
  void read(const launch::Message& message);
  void take(std::vector<FoundReport> found);
  void take(std::vector<ReportSocket::Line> lines);
  void order(launch::Order what);
  void finish();
  void check_memory();
  void look_at_logs();
  void note_buffering();
  Ending ending() const;

  RunId run_;
  RunFiles files_;
  const Command& command_;
  const SubprocessOptions& options_;
  const Clock& clock_;
  ReportSocket socket_;
  ReportFile reports_;
  std::vector<LogFile> logs_;
  Progress progress_;
  Stream out_;
  Stream err_;
  pid_t launcher_ = 0;
  Descriptor control_;
  std::deque<Pending> pending_;
  std::deque<std::optional<ReportSocket::ClientId>> waiting_;  ///< for answers to what was fetched

  Ending known_;
  bool program_ended_ = false;
  bool launcher_gone_ = false;
  bool over_ = false;
  int rest_pieces_ = 64;  ///< read at most after the end: a pipe holds far less
  std::uint64_t kernel_kills_ = 0;
  TimePoint begun_;
  std::optional<TimePoint> first_number_;  ///< when the first of the numbers that it printed came
  std::uint64_t numbers_printed_ = 0;      ///< lines with numbers
  std::optional<TimePoint> time_limit_;
  std::optional<TimePoint> next_memory_check_;
  std::optional<TimePoint> next_log_look_;
  std::optional<TimePoint> term_at_;  ///< a program that was told by an answer and does not end
  std::optional<TimePoint> kill_at_;
  std::optional<TimePoint> give_up_at_;  ///< a process that survives SIGKILL
};

}  // namespace kilter
