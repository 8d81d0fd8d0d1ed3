// SPDX-License-Identifier: MIT
// What every executor must keep to, as a suite: a bench makes the executor, the suite runs scripted jobs on it.
#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "kilter/base/clock.hpp"
#include "kilter/core/executor.hpp"

namespace kilter {

/// What a job of the suite does: reports loss = 1, 2, ... at steps 1, 2, ..., then ends as said. `waits`: it goes on
/// until it is asked to end, and obeys.
struct ScriptedJob {
  enum class Then { completes, fails, waits };
  int reports = 0;
  Then then = Then::completes;
};

/// A job whose parameters `reports` and `then` hold the script.
Job scripted_job(const RunId& run, const ScriptedJob& script);
/// For the objective or program that an executor runs.
ScriptedJob script_of(const Job& job);

/// Makes the executor under test.
class ExecutorBench {
 public:
  virtual ~ExecutorBench() = default;
  /// An executor whose runs do what script_of their job says; it may not outlive the bench.
  virtual std::unique_ptr<Executor> make(int jobs) = 0;
  /// The clock that its deadlines are meant in.
  virtual const Clock& clock() const = 0;
  /// Whether wait() takes real time, so that another thread can interrupt it.
  virtual bool takes_real_time() const { return true; }
};

struct ExecutorBenchMaker {
  std::string name;
  std::function<std::unique_ptr<ExecutorBench>()> make;
};

/// In a test file: INSTANTIATE_TEST_SUITE_P(Threads, ExecutorContract, ::testing::Values(ExecutorBenchMaker{...}),
/// executor_bench_name);
class ExecutorContract : public ::testing::TestWithParam<ExecutorBenchMaker> {
 protected:
  void SetUp() override { bench_ = GetParam().make(); }

  /// Fails the test where nothing comes for long.
  Event next(Executor& executor);
  /// The next event that ends a run; every report is answered with `verdict`.
  Ended next_end(Executor& executor, Verdict verdict = Verdict::go_on);

  std::unique_ptr<ExecutorBench> bench_;
};

std::string executor_bench_name(const ::testing::TestParamInfo<ExecutorBenchMaker>& info);

}  // namespace kilter
