// SPDX-License-Identifier: MIT
// What was typed after `kilter run`.
#pragma once
#include <optional>
#include <string>

#include "kilter/cli/options.hpp"
#include "kilter/setup/wishes.hpp"

namespace kilter::cli {

struct RunRequest {
  Wishes wishes;                     ///< of the flags alone
  std::optional<std::string> place;  ///< a study file, or the name of a study that exists
  bool dry_run = false;
  bool take_over = false;  ///< of another machine, on a network file system
  bool fresh = false;      ///< --new: another study, of the next free name
  bool same = false;       ///< the command is the same, though its words changed
  bool detach = false;     ///< go on in a process of its own
  bool sure = false;       ///< --yes-maximize or --yes-minimize
};

/// Declares and reads the options of `kilter run`. Throws Error(usage).
RunRequest read_run_options(Options& options, WallTime now);

}  // namespace kilter::cli
