// SPDX-License-Identifier: MIT
// C++ objectives on threads of this process.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "kilter/executors/bell.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/executors/run.hpp"

namespace kilter {
namespace {

/// Events on their way to the thread that runs tune(). Thread-safe.
class Post {
 public:
  void put(Event event) {
    {
      std::lock_guard lock(mutex_);
      events_.push_back(std::move(event));
    }
    bell_.ring();
  }

  std::optional<Event> take(TimePoint deadline) {
    for (;;) {
      if (auto event = first()) return event;
      if (woken_.exchange(false) || std::chrono::steady_clock::now() >= deadline) return {};
      bell_.wait(deadline);
    }
  }

  void wake() {
    woken_ = true;
    bell_.ring();
  }

 private:
  std::optional<Event> first() {
    std::lock_guard lock(mutex_);
    if (events_.empty()) return {};
    std::optional<Event> event(std::move(events_.front()));
    events_.pop_front();
    return event;
  }

  std::mutex mutex_;
  std::deque<Event> events_;
  std::atomic<bool> woken_{false};
  Bell bell_;
};

/// The line between one run's thread and the owner's.
class Wire final : public Run::Line {
 public:
  Wire(Job job, Post& post) : job_(std::move(job)), post_(post) {}

  const Job& job() const { return job_; }

  void post(Event event) override { post_.put(std::move(event)); }

  Answer ask(Wanted wanted) override {
    post_.put(std::move(wanted));
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return answer_ || closed_; });
    if (!answer_) return Refusal{"the study is over"};
    Answer answer = std::move(*answer_);
    answer_.reset();
    return answer;
  }

  Verdict verdict() const override { return verdict_; }

  void decide(Verdict verdict) {
    if (verdict != Verdict::go_on) verdict_ = verdict;
  }

  void answer(Answer answer) {
    {
      std::lock_guard lock(mutex_);
      answer_ = std::move(answer);
    }
    answered_.notify_one();
  }

  void close() {
    decide(Verdict::stop);
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    answered_.notify_one();
  }

 private:
  Job job_;
  Post& post_;
  std::atomic<Verdict> verdict_{Verdict::go_on};
  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<Answer> answer_;
  bool closed_ = false;
};

/// A thread cannot be ended from outside: Stop::now asks as Stop::gently does, and the destructor waits for objectives
/// that do not look at should_stop().
class Threads final : public Executor {
 public:
  Threads(int jobs, Objective objective, std::string metric)
      : jobs_(static_cast<std::size_t>(std::max(jobs, 1))),
        objective_(std::move(objective)),
        metric_(std::move(metric)) {
    workers_.reserve(jobs_);
    for (std::size_t i = 0; i < jobs_; ++i) workers_.emplace_back([this](const std::stop_token& over) { work(over); });
  }

  ~Threads() override {
    for (auto& [run, wire] : wires_) wire->close();
    workers_.clear();
  }

  std::size_t room() const override { return jobs_ - std::min(jobs_, wires_.size()); }

  void start(Job job) override {
    const RunId run = job.run;
    auto wire = std::make_unique<Wire>(std::move(job), post_);
    {
      std::lock_guard lock(mutex_);
      waiting_.push_back(wire.get());
    }
    wires_.insert_or_assign(run, std::move(wire));
    changed_.notify_one();
  }

  std::optional<Event> wait(TimePoint deadline) override {
    auto event = post_.take(deadline);
    if (event)
      if (const auto* ended = std::get_if<Ended>(&*event)) wires_.erase(ended->run);
    return event;
  }

  void answer(const RunId& run, Answer answer) override {
    const auto at = wires_.find(run);
    if (at == wires_.end()) return;
    if (const auto* verdict = std::get_if<Verdict>(&answer))
      at->second->decide(*verdict);
    else
      at->second->answer(std::move(answer));
  }

  void stop(const RunId& run, Stop) override { answer(run, Verdict::stop); }

  void wake() override { post_.wake(); }

 private:
  void work(const std::stop_token& over) {
    for (;;) {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, over, [&] { return !waiting_.empty(); })) return;
      Wire& wire = *waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      if (over.stop_requested()) return;
      Ended ended{wire.job().run, {}};
      {
        Run run(wire.job(), wire, metric_);
        ended.outcome = outcome_of(objective_, run, wire);
      }
      // The wire may be gone as soon as the owner reads this.
      post_.put(std::move(ended));
    }
  }

  std::size_t jobs_;
  Objective objective_;
  std::string metric_;
  Post post_;
  std::map<RunId, std::unique_ptr<Wire>> wires_;  ///< touched by the owner's thread only
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Wire*> waiting_;
  std::vector<std::jthread> workers_;
};

}  // namespace

std::unique_ptr<Executor> make_threads(int jobs, Objective objective, std::string metric) {
  return std::make_unique<Threads>(jobs, std::move(objective), std::move(metric));
}

}  // namespace kilter
