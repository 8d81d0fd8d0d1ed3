// SPDX-License-Identifier: MIT
// How `kilter run` comes to its study: made anew, or the one that exists, with what the user changes in it.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "kilter/cli/options.hpp"
#include "kilter/cli/run_options.hpp"
#include "kilter/core/history.hpp"
#include "kilter/core/storage.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/setup/wishes.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter::cli {

/// What was asked for, from all sources.
struct Asked {
  Wishes own;  ///< flags over the study file: what this start says explicitly
  Wishes all;  ///< and the user's own file below them
  bool sure = false;
  bool dry_run = false;
  bool detach = false;
  bool same = false;        ///< a command that changed outside its parameters is the same program
  bool look_first = false;  ///< no metric is named anywhere: trial 0 shall tell what there is
  bool take_over = false;
};
/// Reads the study file that `request` names and the user's own. Gives the study a name.
Asked gather(const RunRequest& request, const Manner& manner, WallTime now);

struct JoinedStudy {
  StudyPlace place;
  std::unique_ptr<Storage> storage;
  Settings settings;
  bool created = false;
  Plan plan;                             ///< of a created study: what was chosen and why
  std::vector<std::string> differences;  ///< of an existing one: what this start changes
  std::vector<std::string> space;        ///< the lines of K113
};
/// Opens the study or creates it, and records what changes. Throws Error.
JoinedStudy join_study(const Asked& asked, const Manner& manner, const Clock& clock);

/// The settings that join_study would work with; nothing is written.
JoinedStudy foresee_study(const Asked& asked, const Manner& manner, const Clock& clock);

}  // namespace kilter::cli
