// SPDX-License-Identifier: MIT
// The executors that Kilter has: their options, and how each is made.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/executor.hpp"
#include "kilter/core/settings.hpp"

namespace kilter {

class DeviceSlots;
class Run;
using Objective = std::function<Outcome(Run&)>;

/// Runs a C++ function on `jobs` threads. An exception that it throws is a failed outcome. `metric` is the name of what
/// it reports without one.
std::unique_ptr<Executor> make_threads(int jobs, Objective objective, std::string metric = "value");

/// What one job does in virtual time: reports at given ages, then the outcome.
struct SimulatedRun {
  std::vector<std::pair<double, Reported>> reports;  ///< age in seconds, report (its run is filled in)
  double seconds = 0;
  Outcome outcome;
};

/// A clock that moves only when somebody waits on it.
class VirtualClock : public Clock {
 public:
  TimePoint now() const override { return now_; }
  WallTime wall() const override {
    return start_ + std::chrono::duration_cast<std::chrono::milliseconds>(now_ - TimePoint{});
  }
  void advance_to(TimePoint time) {
    if (time > now_) now_ = time;
  }

 private:
  TimePoint now_{};
  WallTime start_{};
};

/// `jobs` workers in virtual time; runs are what `simulate` says of each job.
std::unique_ptr<Executor> make_simulated(int jobs, VirtualClock& clock,
                                         std::function<SimulatedRun(const Job&)> simulate);

/// An input file that each trial gets as a copy with its values.
struct FileTemplate {
  std::string from;                ///< relative to the command's directory
  std::string to;                  ///< with placeholders, relative to the folder in which the trial runs
  std::vector<std::string> names;  ///< of the parameters that stand in it
  bool operator==(const FileTemplate&) const = default;
};

/// A program that is run once a trial.
struct Command {
  std::vector<std::string> words;                  ///< the program and its arguments, with placeholders
  std::filesystem::path directory;                 ///< where it runs
  std::map<std::string, std::string> environment;  ///< beside the inherited one
  std::vector<std::string> metrics;                ///< the study's goals: what it must report
  std::string step = "";                           ///< name of the number that counts steps; empty: step, epoch, ...
  std::vector<std::string> logs = {};              ///< files that it writes and Kilter follows, with placeholders
  bool pty = false;         ///< its output goes to a pseudo terminal, so that it buffers by lines
  bool own_folder = false;  ///< each trial runs in a folder of its own, the directory linked in
  std::vector<FileTemplate> templates = {};
  std::vector<std::string> instances = {};  ///< their names, by part
};

struct SubprocessOptions {
  int jobs = 1;
  std::string study;                      ///< the study's name, for the environment
  std::filesystem::path study_directory;  ///< a folder a trial is made in trials/ below it
  std::filesystem::path launcher;         ///< the kilter-launch program
  std::optional<double> timeout;          ///< seconds per run
  std::optional<std::uint64_t> memory;    ///< bytes per run, of the whole process tree
  double grace = 30;                      ///< seconds between SIGTERM and SIGKILL
  std::uint64_t output_limit = 64 << 20;  ///< bytes kept of stdout and of stderr
  bool thread_environment = true;         ///< set OMP_NUM_THREADS and its like where unset
  int cores_per_job = 1;
  DeviceSlots* slots = nullptr;                       ///< where runs are placed; outlives the executor; null: anywhere
  std::function<std::vector<std::string>()> written;  ///< files that trials write, relative to the command's directory
  int parts = 1;                                      ///< of a trial, as in Settings
  PartKind part_kind = PartKind::fold;
  std::string params_format = "json";  ///< of the params file: json or toml
};

/// Runs any program in a process group of its own, under a launcher that ends it when the supervisor dies.
std::unique_ptr<Executor> make_subprocess(Command command, SubprocessOptions options, const Clock& clock);

}  // namespace kilter
