// SPDX-License-Identifier: MIT
// `kilter run --dry-run`: what would be run.
#pragma once
#include "kilter/cli/run_study.hpp"

namespace kilter::cli {

/// Prints the settings with where they come from, and the commands of the first trials. Starts and writes nothing.
int dry_run(const JoinedStudy& foreseen, const Asked& asked, const Options& options);

}  // namespace kilter::cli
