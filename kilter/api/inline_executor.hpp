// SPDX-License-Identifier: MIT
// An executor without threads: the objective is called from within wait().
#pragma once
#include <memory>

#include "kilter/core/study.hpp"
#include "kilter/executors/executors.hpp"

namespace kilter {

/// One job at a time, in the thread that runs tune(). Speaks with `study` itself while the objective runs, since
/// nobody else could; what breaks there is thrown by wait().
std::unique_ptr<Executor> make_inline(core::Study& study, Objective objective, std::string metric);

}  // namespace kilter
