// SPDX-License-Identifier: MIT
// Time as it is handed in: a monotonic clock for waiting, a wall clock for stamps, both replaceable by a test.
#pragma once
#include <chrono>
#include <string>

namespace kilter {

/// For waiting and durations.
using TimePoint = std::chrono::steady_clock::time_point;
/// For stamps that people read: milliseconds since 1970 in UTC.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;
  virtual WallTime wall() const = 0;
};

/// The machine's clocks. Thread-safe.
class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  WallTime wall() const override;
};

/// `2026-10-02T14:02:11Z`.
std::string to_text(WallTime time);

}  // namespace kilter
