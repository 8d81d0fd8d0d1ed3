// SPDX-License-Identifier: MIT
// The executor contract, kept by threads, by virtual time and by programs.
#include "tests/contracts/executor_contract.hpp"

#include <stdlib.h>

#include <chrono>
#include <filesystem>

#include "kilter/executors/executors.hpp"
#include "kilter/executors/run.hpp"

namespace kilter {
namespace {

class ProgramBench final : public ExecutorBench {
 public:
  ProgramBench() {
    std::string folder = (std::filesystem::temp_directory_path() / "kilter-contract-XXXXXX").native();
    folder_ = ::mkdtemp(folder.data());
  }
  ~ProgramBench() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Executor> make(int jobs) override {
    const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "misbehave";
    return make_subprocess({.words = {program.native(), "script", "{reports}", "{then}"}, .metrics = {"loss"}},
                           {.jobs = jobs, .study = "contract", .study_directory = folder_}, clock_);
  }
  const Clock& clock() const override { return clock_; }

 private:
  SystemClock clock_;
  std::filesystem::path folder_;
};

class ThreadBench final : public ExecutorBench {
 public:
  std::unique_ptr<Executor> make(int jobs) override {
    return make_threads(jobs, [](Run& run) {
      const ScriptedJob script = script_of(run.job());
      for (int step = 1; step <= script.reports; ++step) run.report({{"loss", static_cast<double>(step)}}, step);
      if (script.then == ScriptedJob::Then::fails) throw std::runtime_error("it failed");
      while (script.then == ScriptedJob::Then::waits && !run.should_stop()) std::this_thread::yield();
      return Outcome{};
    });
  }
  const Clock& clock() const override { return clock_; }

 private:
  SystemClock clock_;
};

class VirtualBench final : public ExecutorBench {
 public:
  std::unique_ptr<Executor> make(int jobs) override {
    return make_simulated(jobs, clock_, [](const Job& job) {
      const ScriptedJob script = script_of(job);
      SimulatedRun run{.seconds = 1};
      for (int step = 1; step <= script.reports; ++step)
        run.reports.emplace_back(0.01 * step,
                                 Reported{{}, static_cast<double>(step), {{"loss", static_cast<double>(step)}}});
      if (script.then == ScriptedJob::Then::waits) run.seconds = 1e9;
      if (script.then == ScriptedJob::Then::fails)
        run.outcome = {.end = End::failed, .cause = Cause::error, .values = {}, .detail = "it failed"};
      return run;
    });
  }
  const Clock& clock() const override { return clock_; }
  bool takes_real_time() const override { return false; }

 private:
  VirtualClock clock_;
};

template <class Bench>
ExecutorBenchMaker bench(std::string name) {
  return {std::move(name), [] { return std::make_unique<Bench>(); }};
}

INSTANTIATE_TEST_SUITE_P(Executors, ExecutorContract,
                         ::testing::Values(bench<ProgramBench>("Programs"), bench<ThreadBench>("Threads"),
                                           bench<VirtualBench>("VirtualTime")),
                         executor_bench_name);

}  // namespace
}  // namespace kilter
