// SPDX-License-Identifier: MIT
// The verbs' own table as data, as completions of a shell, and as a man page.
#pragma once
#include <string>

namespace kilter::cli {

/// `kilter/help/1`: verbs with their options, exit codes, messages; one line.
std::string help_json();
/// Completion for "bash" or "zsh"; empty for another shell.
std::string completion(const std::string& shell);
/// kilter(1), in roff.
std::string man_page();
/// docs/agents.md, embedded by the build: how a program drives Kilter.
std::string agents_page();

}  // namespace kilter::cli
