// SPDX-License-Identifier: MIT
// The verbs of the command line, one source file each, and the table that names them.
#pragma once
#include <span>
#include <string_view>

#include "kilter/cli/options.hpp"
#include "kilter/cli/verb.hpp"

namespace kilter::cli {

std::span<const Verb> verbs();
const Verb* find_verb(std::string_view name);

/// The list of verbs.
std::string overview();

int verb_ask(Options& options);
int verb_best(Options& options);
int verb_completion(Options& options);
int verb_confirm(Options& options);
int verb_config(Options& options);
int verb_convert(Options& options);
int verb_diagnose(Options& options);
int verb_doctor(Options& options);
int verb_explain(Options& options);
int verb_export(Options& options);
int verb_fit(Options& options);
int verb_help(Options& options);
int verb_init(Options& options);
int verb_pause(Options& options);
int verb_predict(Options& options);
int verb_replay(Options& options);
int verb_report(Options& options);
int verb_repro(Options& options);
int verb_resume(Options& options);
int verb_retry(Options& options);
int verb_run(Options& options);
int verb_set(Options& options);
int verb_simulate(Options& options);
int verb_space_check(Options& options);
int verb_space_diff(Options& options);
int verb_space_sample(Options& options);
int verb_space_widen(Options& options);
int verb_status(Options& options);
int verb_study_copy(Options& options);
int verb_study_delete(Options& options);
int verb_study_list(Options& options);
int verb_study_rename(Options& options);
int verb_study_rerank(Options& options);
int verb_tell(Options& options);
int verb_test(Options& options);
int verb_track(Options& options);
int verb_trial_add(Options& options);
int verb_trial_kill(Options& options);
int verb_trial_log(Options& options);
int verb_trial_show(Options& options);
int verb_wait(Options& options);
int verb_watch(Options& options);

}  // namespace kilter::cli
