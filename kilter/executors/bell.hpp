// SPDX-License-Identifier: MIT
// What wakes a thread that waits: rung by other threads, and by signal handlers, which may take no lock.
#pragma once
#include "kilter/base/clock.hpp"

namespace kilter {

/// A pipe. One thread waits; ring() may be called from any thread and from a signal handler.
class Bell {
 public:
  /// Throws Error(failure) where the system has no file descriptor left.
  Bell();
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;

  void ring();
  /// Returns after a ring, also an earlier one that nobody has waited for, or at the deadline.
  void wait(TimePoint deadline);

 private:
  int in_ = -1;
  int out_ = -1;
};

}  // namespace kilter
