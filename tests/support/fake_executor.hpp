// SPDX-License-Identifier: MIT
// An executor without threads or programs: each wait() moves one run by one step of a scripted objective.
#pragma once
#include <deque>
#include <functional>
#include <map>

#include "kilter/core/executor.hpp"
#include "tests/support/fake_clock.hpp"

namespace kilter::testing {

/// What a job reports at a step; called for from_step + 1 up to its budget.
using StepMetrics = std::function<Metrics(const Job&, double step)>;

class FakeExecutor final : public Executor {
 public:
  /// `clock` passes one second a step.
  FakeExecutor(std::size_t slots, FakeClock& clock, StepMetrics objective);

  std::size_t room() const override { return slots_ - runs_.size(); }
  void start(Job job) override;
  std::optional<Event> wait(TimePoint deadline) override;
  void answer(const RunId& run, Answer answer) override;
  void stop(const RunId& run, Stop how) override;
  void wake() override {}

 private:
  struct Running {
    Job job;
    double step = 0;
    Verdict verdict = Verdict::go_on;
  };

  std::size_t slots_;
  FakeClock& clock_;
  StepMetrics objective_;
  std::deque<Running> runs_;
};

}  // namespace kilter::testing
