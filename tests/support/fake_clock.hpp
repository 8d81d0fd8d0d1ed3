// SPDX-License-Identifier: MIT
// A clock that a test moves: forwards, or the wall clock alone, in any direction.
#pragma once
#include "kilter/base/clock.hpp"

namespace kilter::testing {

class FakeClock final : public Clock {
 public:
  TimePoint now() const override { return now_; }
  WallTime wall() const override { return wall_; }

  void pass(std::chrono::milliseconds time) {
    now_ += time;
    wall_ += time;
  }
  /// The machine was suspended, or somebody set its clock: only the wall clock moves.
  void jump(std::chrono::milliseconds time) { wall_ += time; }

 private:
  TimePoint now_{};
  WallTime wall_{std::chrono::milliseconds{1'700'000'000'000}};
};

}  // namespace kilter::testing
