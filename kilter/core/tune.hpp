// SPDX-License-Identifier: MIT
// The loop: asks while there is room, runs, reports, tells, until the budget is spent. All sockets meet here.
#pragma once
#include <atomic>
#include <span>
#include <vector>

#include "kilter/core/executor.hpp"
#include "kilter/core/study.hpp"
#include "kilter/core/tracker.hpp"

namespace kilter::core {

/// How hard the outside wants the loop to end; a signal handler may raise it, then call Executor::wake().
enum class Haste : int { none, drain, give_back, kill };

/// drain: nothing new starts. give_back: runs are stopped gently and wait again under their numbers. kill: at once.
struct Steering {
  std::atomic<Haste> haste{Haste::none};
};

enum class Finish {
  budget_spent,  ///< all trials of the budget have ended
  exhausted,     ///< the sampler has nothing left to try
  out_of_time,   ///< hours or until
  paused,        ///< the study is paused, by somebody or by K111
  interrupted    ///< haste
};

/// Runs the study until it is finished here. Other processes may work on it meanwhile. `trackers` are shown everything
/// that is new, also at the end.
Finish tune(Study& study, Storage& storage, Executor& executor, const Clock& clock, const Steering& steering,
            std::span<Tracker* const> trackers = {});

}  // namespace kilter::core
