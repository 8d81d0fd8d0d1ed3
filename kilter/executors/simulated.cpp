// SPDX-License-Identifier: MIT
// Workers in virtual time: whole studies in milliseconds, for tests and measurements of schedulers.
#include <algorithm>
#include <atomic>
#include <deque>

#include <utility>

#include "kilter/executors/executors.hpp"

namespace kilter {
namespace {

/// Runs neither threads nor programs: wait() moves the clock to what happens next. Events at the same time come in the
/// order in which their runs started.
class Simulated final : public Executor {
 public:
  Simulated(int jobs, VirtualClock& clock, std::function<SimulatedRun(const Job&)> simulate)
      : jobs_(static_cast<std::size_t>(std::max(jobs, 1))), clock_(clock), simulate_(std::move(simulate)) {}

  std::size_t room() const override { return jobs_ - std::min(jobs_, runs_.size()); }

  void start(Job job) override {
    SimulatedRun plan;
    try {
      plan = simulate_(job);
    } catch (const std::exception& error) {
      plan = {.reports = {},
              .seconds = 0,
              .outcome = {.end = End::failed, .cause = Cause::error, .values = {}, .detail = error.what()}};
    }
    Running running{.run = job.run, .events = {}};
    double age = 0;
    for (auto& [at, report] : plan.reports) {
      age = std::max(age, at);
      report.run = job.run;
      running.events.emplace_back(after(age), std::move(report));
    }
    running.events.emplace_back(after(std::max(age, plan.seconds)), Ended{job.run, std::move(plan.outcome)});
    runs_.push_back(std::move(running));
  }

  std::optional<Event> wait(TimePoint deadline) override {
    if (woken_.exchange(false)) return {};
    const auto next = std::min_element(runs_.begin(), runs_.end(), [](const Running& a, const Running& b) {
      return a.events.front().first < b.events.front().first;
    });
    if (next == runs_.end() || next->events.front().first > deadline) {
      if (deadline != TimePoint::max()) clock_.advance_to(deadline);
      return {};
    }
    clock_.advance_to(next->events.front().first);
    Event event = std::move(next->events.front().second);
    next->events.pop_front();
    if (next->events.empty()) runs_.erase(next);
    return event;
  }

  void answer(const RunId& run, Answer answer) override {
    if (const auto* verdict = std::get_if<Verdict>(&answer); verdict && *verdict != Verdict::go_on)
      end(run, *verdict == Verdict::pause ? End::paused : End::stopped);
  }

  void stop(const RunId& run, Stop) override { end(run, End::stopped); }

  void wake() override { woken_ = true; }

 private:
  struct Running {
    RunId run;
    std::deque<std::pair<TimePoint, Event>> events;  ///< the last one is its end
  };

  TimePoint after(double seconds) const {
    return clock_.now() + std::chrono::duration_cast<TimePoint::duration>(std::chrono::duration<double>(seconds));
  }

  /// The run obeys at once.
  void end(const RunId& run, End how) {
    for (auto& running : runs_)
      if (running.run == run) {
        running.events.clear();
        running.events.emplace_back(clock_.now(), Ended{run, {.end = how, .cause = {}, .values = {}, .detail = {}}});
      }
  }

  std::size_t jobs_;
  VirtualClock& clock_;
  std::function<SimulatedRun(const Job&)> simulate_;
  std::deque<Running> runs_;
  std::atomic<bool> woken_{false};
};

}  // namespace

std::unique_ptr<Executor> make_simulated(int jobs, VirtualClock& clock,
                                         std::function<SimulatedRun(const Job&)> simulate) {
  return std::make_unique<Simulated>(jobs, clock, std::move(simulate));
}

}  // namespace kilter
