// SPDX-License-Identifier: MIT
// `kilter best --by`: trials ranked afterwards by another measure than the study's goal.
#pragma once
#include "kilter/cli/judged.hpp"
#include "kilter/cli/opened.hpp"

namespace kilter::cli {

/// Prints the `top` best by that measure; without --by by the study's first goal. Returns the exit code.
int best_by(const Options& options, const Opened& study, const Judging& judging, int top, const Accept& accept = {});

}  // namespace kilter::cli
