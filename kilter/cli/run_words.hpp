// SPDX-License-Identifier: MIT
// What a run says to its user: sentences for what happened, for failures, and for how it all ended.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/cli/options.hpp"
#include "kilter/core/history.hpp"

namespace kilter::cli {

/// One line for the "last" part of the screen; nullopt where the fact needs no word there.
std::optional<std::string> sentence(const History& history, const Entry& entry);

/// The program of trial 0 failed: what it said itself, and what to do (K102 where only the metric is missing).
Message explain_failure(const History& history, const Trial& trial);

/// K123: trial 0 wrote these files into the folder that all trials would share.
Message explain_writing(const History& history, const std::vector<std::string>& files, int jobs, const Manner& manner);

/// The study is paused: K111 where its first trials failed in the same way,
/// else by somebody, for `reason`.
Message explain_pause(const History& history, const std::string& reason);

/// `trial 3 · val_acc 0.9412 · 0.0232 better than the defaults (0.918)`; empty where no trial has a value.
std::string best_line(const History& history);

/// `28 complete, 2 failed (1 timeout, 1 error)`.
std::string counts_line(const History& history);

/// The command of a trial as it was started, quoted for a shell; empty where the study runs no program.
std::string command_line(const History& history, const Trial& trial, const std::string& folder);

}  // namespace kilter::cli
