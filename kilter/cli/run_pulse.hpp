// SPDX-License-Identifier: MIT
// An executor that beats: after each wait of the loop it calls back, so that a screen can be drawn.
#pragma once
#include <functional>
#include <utility>

#include "kilter/core/executor.hpp"

namespace kilter::cli {

class Pulse final : public Executor {
 public:
  /// `inner` outlives it.
  Pulse(Executor& inner, std::function<void()> beat) : inner_(inner), beat_(std::move(beat)) {}

  std::size_t room() const override { return inner_.room(); }
  void start(Job job) override { inner_.start(std::move(job)); }
  std::optional<Event> wait(TimePoint deadline) override {
    auto event = inner_.wait(deadline);
    beat_();
    return event;
  }
  void answer(const RunId& run, Answer answer) override { inner_.answer(run, std::move(answer)); }
  void stop(const RunId& run, Stop how) override { inner_.stop(run, how); }
  void wake() override { inner_.wake(); }

 private:
  Executor& inner_;
  std::function<void()> beat_;
};

}  // namespace kilter::cli
