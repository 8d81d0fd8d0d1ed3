// SPDX-License-Identifier: MIT
// An executor that beats: after each wait of the loop it calls back, so that a screen can be drawn. It also keeps a
// limit on the jobs that may be changed while they run.
#pragma once
#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "kilter/core/executor.hpp"

namespace kilter::cli {

class Pulse final : public Executor {
 public:
  /// `inner` outlives it.
  Pulse(Executor& inner, int jobs, std::function<void()> beat)
      : inner_(inner), beat_(std::move(beat)), limit_(static_cast<std::size_t>(jobs)) {}

  /// What shall be noted of a run when it starts; an empty text: nothing.
  void note(std::string key, std::function<std::string()> text) { key_ = std::move(key), text_ = std::move(text); }

  /// No more than `jobs` shall run at once; those above it may end.
  void limit(int jobs) { limit_ = static_cast<std::size_t>(jobs); }

  std::size_t room() const override { return std::min(inner_.room(), limit_ - std::min(limit_, running_)); }
  void start(Job job) override {
    ++running_;
    if (text_)
      if (auto text = text_(); !text.empty()) notes_.push_back({job.run, key_, std::move(text)});
    inner_.start(std::move(job));
  }
  std::optional<Event> wait(TimePoint deadline) override {
    if (!notes_.empty()) {
      Event noted = std::move(notes_.front());
      notes_.pop_front();
      return noted;
    }
    auto event = inner_.wait(deadline);
    if (event && std::holds_alternative<Ended>(*event)) --running_;
    beat_();
    return event;
  }
  void answer(const RunId& run, Answer answer) override { inner_.answer(run, std::move(answer)); }
  void stop(const RunId& run, Stop how) override { inner_.stop(run, how); }
  void wake() override { inner_.wake(); }

 private:
  Executor& inner_;
  std::function<void()> beat_;
  std::string key_;
  std::function<std::string()> text_;
  std::deque<Noted> notes_;
  std::size_t limit_;
  std::size_t running_ = 0;
};

}  // namespace kilter::cli
