// SPDX-License-Identifier: MIT
// What every scheduler promises, as tests over whole studies in virtual time. A plug of your own is tested by one line:
//   const bool tested = kilter::testing::test_scheduler("mine", [] { return make_mine(); });
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "kilter/core/scheduler.hpp"

namespace kilter::testing {

using MakeScheduler = std::function<std::unique_ptr<Scheduler>()>;

/// Registers the suite under "SchedulerContract/<name>" and returns true. Call it before the tests run.
bool test_scheduler(const std::string& name, MakeScheduler make);

}  // namespace kilter::testing
