// SPDX-License-Identifier: MIT
// The verbs of the command line, one source file each, and the table that names them.
#pragma once
#include <span>
#include <string_view>

#include "kilter/cli/options.hpp"

namespace kilter::cli {

/// What `kilter NAME` is. A verb declares its options, calls options.read() once, does its work and returns the exit
/// code. Data goes to stdout, talk to stderr; what goes wrong is thrown as Error, and main() prints it.
struct Verb {
  const char* name;      ///< one word, or two as in "trial show"
  const char* sentence;  ///< what it does, for the list
  const char* usage;     ///< what follows the name: "[study.toml] [options] -- command ..."
  const char* example;   ///< the first thing its help shows; one or more command lines
  int (*run)(Options& options);
};

std::span<const Verb> verbs();
const Verb* find_verb(std::string_view name);

/// The list of verbs, and of one verb the head of its help.
std::string overview();
std::string help_head(const Verb& verb);

int verb_ask(Options& options);
int verb_best(Options& options);
int verb_doctor(Options& options);
int verb_export(Options& options);
int verb_help(Options& options);
int verb_pause(Options& options);
int verb_replay(Options& options);
int verb_report(Options& options);
int verb_resume(Options& options);
int verb_retry(Options& options);
int verb_run(Options& options);
int verb_status(Options& options);
int verb_study_delete(Options& options);
int verb_study_list(Options& options);
int verb_tell(Options& options);
int verb_trial_add(Options& options);
int verb_trial_kill(Options& options);
int verb_trial_log(Options& options);
int verb_trial_show(Options& options);

}  // namespace kilter::cli
