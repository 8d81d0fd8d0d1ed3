// SPDX-License-Identifier: MIT
// One verb of the command line, as data.
#pragma once
#include <string>

namespace kilter::cli {

class Options;

/// What `kilter NAME` is. A verb declares its options, calls options.read() once, does its work and returns the exit
/// code. Data goes to stdout, talk to stderr; what goes wrong is thrown as Error, and main() prints it.
struct Verb {
  const char* name;      ///< one word, or two as in "trial show"
  const char* sentence;  ///< what it does, for the list
  const char* usage;     ///< what follows the name: "[study.toml] [options] -- command ..."
  const char* example;   ///< the first thing its help shows; one or more command lines
  int (*run)(Options& options);
};

/// The head of its help: an example first, then its form, then what it does.
std::string help_head(const Verb& verb);

}  // namespace kilter::cli
