// SPDX-License-Identifier: MIT
// A queue from many threads to one, with a deadline on waiting and a way to be woken.
#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "kilter/base/clock.hpp"

namespace kilter {

/// Thread-safe. Values come out in the order they were put in.
template <class T>
class Channel {
 public:
  void put(T value) {
    {
      std::lock_guard lock(mutex_);
      queue_.push_back(std::move(value));
    }
    changed_.notify_one();
  }

  /// The oldest value; nullopt at the deadline or after wake().
  std::optional<T> take(TimePoint deadline) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline, [&] { return woken_ || !queue_.empty(); });
    woken_ = false;
    if (queue_.empty()) return {};
    std::optional<T> value(std::move(queue_.front()));
    queue_.pop_front();
    return value;
  }

  void wake() {
    {
      std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> queue_;
  bool woken_ = false;
};

}  // namespace kilter
