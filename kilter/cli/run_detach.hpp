// SPDX-License-Identifier: MIT
// `kilter run --detach`: the study goes on in a process of its own, without a terminal.
#pragma once
#include "kilter/cli/options.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter::cli {

/// What a run without a terminal prints.
std::filesystem::path log_of(const StudyPlace& place);

/// Starts this program once more in a session of its own, with the same words but those that speak of this start, and
/// waits, for less than a second, until it is at work or has ended. The study exists, nothing of it is open here.
/// Prints name, process and log; returns the exit code.
int detach(const Options& options, const StudyPlace& place, bool created);

}  // namespace kilter::cli
