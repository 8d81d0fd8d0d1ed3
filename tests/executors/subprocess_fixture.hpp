// SPDX-License-Identifier: MIT
// A study's folder, an executor that runs the program `misbehave` in it, and a check that nothing of it is left
// running.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kilter/executors/executors.hpp"
#include "kilter/executors/run_files.hpp"

namespace kilter {

/// Process ids whose environment holds this entry, `NAME=value`.
std::vector<int> processes_with(const std::string& entry);

/// What a run gave.
struct Ran {
  std::vector<Reported> reports;
  Outcome outcome;
};

class SubprocessTest : public ::testing::Test {
 public:
  ~SubprocessTest() override;

 protected:
  SubprocessTest();

  /// An executor whose program is `misbehave WORDS...`.
  std::unique_ptr<Executor> executor(std::vector<std::string> words);
  /// The job of that run; what `executor` made was given.
  Job job(const RunId& run = {}) const;
  /// Until the end of the next run that ends; reports are answered with `verdict`.
  Ran finish(Executor& executor, Verdict verdict = Verdict::go_on);
  /// One run from beginning to end.
  Ran run(std::vector<std::string> words, Verdict verdict = Verdict::go_on, const RunId& id = {});

  RunFiles files(const RunId& run = {}) const { return run_files(folder_ / "study", run); }
  std::string contents(const std::filesystem::path& file) const;
  /// Whether it comes to be within a minute.
  template <class Condition>
  bool comes_true(const Condition& condition) const {
    for (const TimePoint until = clock_.now() + std::chrono::minutes(1); clock_.now() < until; wait_a_moment())
      if (condition()) return true;
    return false;
  }
  std::vector<int> running() const { return processes_with(mark_); }

  SystemClock clock_;
  std::filesystem::path folder_;
  std::string mark_;
  Command command_;
  SubprocessOptions options_;

 private:
  static void wait_a_moment();
  std::string mode_;
};

}  // namespace kilter
