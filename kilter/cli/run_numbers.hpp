// SPDX-License-Identifier: MIT
// Where no metric is named: the numbers that trial 0 gave, and what to type then.
#pragma once
#include <string>

#include "kilter/base/error.hpp"
#include "kilter/cli/options.hpp"
#include "kilter/core/history.hpp"

namespace kilter::cli {

/// K102 of a study without a goal whose trial 0 has ended.
Message which_metric(const History& history, const Manner& manner);

}  // namespace kilter::cli
