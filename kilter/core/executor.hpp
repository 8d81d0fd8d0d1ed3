// SPDX-License-Identifier: MIT
// Socket: what runs trials.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "kilter/base/clock.hpp"
#include "kilter/core/fact.hpp"
#include "kilter/space/space.hpp"

namespace kilter {

struct Job {
  RunId run;
  Space space;
  Params params;
  double budget = 1;       ///< train up to this step
  double from_step = 0;    ///< steps already done by earlier attempts
  std::uint64_t seed = 0;  ///< the same for each attempt of a part
  std::optional<Checkpoint> from;
};

/// A run asks for the value of a parameter that its job lacks.
struct Wanted {
  RunId run;
  Parameter parameter;
};
using Event = std::variant<Wanted, Reported, Noted, Ended>;

/// A sentence for the program: why its question has no answer.
struct Refusal {
  std::string why;
};
using Answer = std::variant<Value, Verdict, Refusal>;

enum class Stop { gently, now };

/// All but wake() are called from the thread that runs tune().
class Executor {
 public:
  virtual ~Executor() = default;
  /// How many more jobs may start now.
  virtual std::size_t room() const = 0;
  /// Never throws for what the job does: a job that cannot be started ends with an event.
  virtual void start(Job job) = 0;
  /// The next event, in the order in which each run caused them; nullopt at the deadline or after wake(). After Ended
  /// nothing more comes of that run.
  virtual std::optional<Event> wait(TimePoint deadline) = 0;
  /// Answers Wanted with a Value or a Refusal, Reported with a Verdict. A verdict to stop or pause ends the run gently.
  virtual void answer(const RunId& run, Answer answer) = 0;
  /// Gently: the run may save and end by itself within its grace period. Unknown runs are ignored.
  virtual void stop(const RunId& run, Stop how) = 0;
  /// Makes wait() return. From any thread or signal handler.
  virtual void wake() = 0;
};

}  // namespace kilter
