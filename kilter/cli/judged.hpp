// SPDX-License-Identifier: MIT
// `--by`, `--from` and a direction, as options of verbs that choose among trials.
#pragma once
#include <optional>
#include <string>

#include "kilter/analysis/measure.hpp"
#include "kilter/cli/options.hpp"

namespace kilter::cli {

struct Judging {
  std::optional<std::string> by, from;
  bool maximize = false, minimize = false;

  void declare(Options& options);
};

/// `last`, `best`, `mean_last` or `mean_last(5)` into the goal. Throws Error(usage).
void read_summary(const std::string& text, Goal& goal);

/// The goal that a measure stands for: its direction by the words, else by the name of its first metric. Throws
/// Error(usage) K103.
Goal goal_of(const Measure& measure, const Judging& judging, const History& history);

}  // namespace kilter::cli
