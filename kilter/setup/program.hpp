// SPDX-License-Identifier: MIT
// The program of a study: what one trial runs and within which limits, as the study remembers it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/executors/executors.hpp"
#include "kilter/setup/wishes.hpp"

namespace kilter {

struct Program {
  Command command;  ///< its `metrics` are the study's goals and not part of the text
  std::optional<double> timeout;
  std::optional<std::uint64_t> memory;
  double grace = SubprocessOptions{}.grace;
  std::optional<int> jobs;   ///< trials at once, where `kilter set` said so
  std::optional<int> cores;  ///< per trial; absent: those that there are, shared by the jobs

  std::optional<int> gpus;         ///< per trial; absent: one where there are any
  std::optional<int> per_gpu;      ///< trials that share one; absent: 1
  std::optional<Workdir> workdir;  ///< absent: the command's folder, and Kilter looks whether trials disturb each other
  std::vector<std::string> track;  ///< where the study is tracked, as `tensorboard=runs`

  bool empty() const { return command.words.empty(); }
};

/// Settings::job of a study that runs programs.
std::string to_json(const Program& program);
/// `{}` gives an empty program. Throws Error(invalid).
Program program_from_json(std::string_view text);

/// Throws Error(usage) K112 where the program cannot be started from `directory`.
void check_program(const Command& command);

/// A name for a study of this command: `train` of `python train.py --lr {lr}`.
std::string name_of(const std::vector<std::string>& words);

}  // namespace kilter
