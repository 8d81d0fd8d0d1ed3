// SPDX-License-Identifier: MIT
// How the end of a program becomes the outcome of its run, with a sentence and the program's own last lines.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/executors/executors.hpp"

namespace kilter {

/// Why a program was made to end; the first reason counts.
enum class EndRequest { none, stop, pause, give_back, end_now, timeout, memory };

/// All that is known of a program that has ended.
struct Ending {
  EndRequest request = EndRequest::none;
  std::optional<int> not_entered;  ///< errno of the change to its directory
  std::optional<int> not_run;      ///< errno of running it
  std::optional<int> exit_status;
  std::optional<int> signal;
  bool immortal = false;             ///< a process of it could not be killed
  std::uint64_t memory = 0;          ///< the most its process tree had, as far as seen
  std::uint64_t machine_memory = 0;  ///< the most it could have; 0: unknown
  bool kernel_killed = false;        ///< meanwhile the kernel killed something for lack of memory
  double seconds = 0;
  std::uint64_t lines = 0;  ///< printed
  std::string_view out;     ///< the last it printed on stdout
  std::string_view err;
  std::vector<std::string> numbers;  ///< names of the numbers it gave, in order of first use
  std::string trouble;               ///< why its output could not be kept
};

Outcome outcome_of(const Ending& ending, const Command& command, const SubprocessOptions& options);

/// Whether a program that ran for `seconds` held its output back: the first of its `lines` with numbers came only after
/// `first` seconds, all of them in the last one.
bool looks_buffered(double seconds, double first, std::uint64_t lines);

/// The last lines of text, at most 20 and 2,000 bytes, safe for a terminal; no final newline.
std::string last_lines(std::string_view text);

}  // namespace kilter
