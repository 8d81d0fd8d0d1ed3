// SPDX-License-Identifier: MIT
// The first and the last words of a run.
#pragma once
#include <string>
#include <vector>

#include "kilter/cli/options.hpp"
#include "kilter/cli/run_study.hpp"
#include "kilter/core/history.hpp"
#include "kilter/core/tune.hpp"
#include "kilter/setup/cores.hpp"

namespace kilter::cli {

/// How many trials run at once here, and why.
struct Jobs {
  int count = 1;
  std::string why;
};
/// What this start says, else what `kilter set` said, else the cores.
Jobs choose_jobs(const Wishes& wishes, const Settings& settings, const Cores& cores);

/// What was chosen and why: of a new study, or of one that goes on.
std::vector<std::string> opening(const JoinedStudy& joined, const History& history, const Jobs& jobs);

/// What K113 says below its lines: how many old trials fit, and what a new parameter needs.
std::vector<std::string> space_advice(const History& history, const JoinedStudy& joined);

/// Why the settings are as they are now: of a paused study, why it is paused.
std::string pause_reason(const History& history);

/// Why nothing is started although nothing runs; `now` for limits on time.
std::string nothing_left(const History& history, WallTime now);

/// How it ended: counts, the best settings with their gain, the command with them, what to type next. The last line
/// goes on with the study.
std::vector<std::string> closing(const History& history, core::Finish finish, const StudyPlace& place,
                                 const Manner& manner, std::chrono::milliseconds took);

/// The command that goes on with the study; where its budget is spent, one that enlarges it.
std::string going_on(const History& history, core::Finish finish, const Manner& manner);

/// The exit code of a run that ended so.
int exit_code(const History& history, core::Finish finish);

/// `study.started` and `study.finished` as fields of an event: a JSON object.
std::string started_fields(const JoinedStudy& joined, const History& history, const Jobs& jobs);
std::string finished_fields(const History& history, core::Finish finish, const Manner& manner);

}  // namespace kilter::cli
