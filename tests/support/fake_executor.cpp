// SPDX-License-Identifier: MIT
#include "tests/support/fake_executor.hpp"

#include <algorithm>
#include <utility>

namespace kilter::testing {

FakeExecutor::FakeExecutor(std::size_t slots, FakeClock& clock, StepMetrics objective)
    : slots_(slots), clock_(clock), objective_(std::move(objective)) {}

void FakeExecutor::start(Job job) {
  const double step = job.from_step;
  runs_.push_back({std::move(job), step});
}

std::optional<Event> FakeExecutor::wait(TimePoint deadline) {
  if (runs_.empty()) {
    if (deadline > clock_.now())
      clock_.pass(std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock_.now()));
    return {};
  }
  clock_.pass(std::chrono::seconds(1));
  Running now = std::move(runs_.front());
  runs_.pop_front();
  const RunId run = now.job.run;
  if (now.verdict != Verdict::go_on)
    return Ended{run, {.end = now.verdict == Verdict::stop ? End::stopped : End::paused}};
  if (now.step >= now.job.budget) return Ended{run, {.end = End::completed}};
  Reported report{run, ++now.step, objective_(now.job, now.step)};
  runs_.push_back(std::move(now));
  return report;
}

void FakeExecutor::answer(const RunId& run, Answer answer) {
  const auto* verdict = std::get_if<Verdict>(&answer);
  for (auto& now : runs_)
    if (verdict && now.job.run == run) now.verdict = *verdict;
}

void FakeExecutor::stop(const RunId& run, Stop) { answer(run, Verdict::stop); }

}  // namespace kilter::testing
