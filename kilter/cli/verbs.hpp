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

int verb_help(Options& options);
int verb_run(Options& options);

}  // namespace kilter::cli
