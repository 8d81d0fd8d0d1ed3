// SPDX-License-Identifier: MIT
// A study and its trials in words: what they strive for, how they stand, and what to type next.
#pragma once
#include <string>
#include <vector>

#include "kilter/cli/opened.hpp"

namespace kilter::cli {

enum class StudyState { running, paused, finished, idle };
/// paused: nothing new starts. finished: the budget is spent. idle: there is something to do, and nobody does it.
StudyState state_of(const History& history, const Workers& workers, WallTime now);
const char* state_words(StudyState state);

/// `maximize val_acc, minimize ms_per_image`
std::string goals_words(const std::vector<Goal>& goals);

/// `+0.0232`, `-0.01`: better_by with its sign.
std::string signed_words(double difference);

/// Of one goal, the best trial in a line; of several, one line a trial of the front, at most five; where each breaks a
/// limit, nearest_words. Empty: none yet.
std::vector<std::string> best_lines(const History& history);

/// "no trial keeps all limits; the nearest is trial 7, with ms 6.2 where at most 5 is asked for"; else empty.
std::string nearest_words(const History& history);

/// How far the value of that trial can be trusted: whether fresh seeds have confirmed it.
std::string trust_words(const Options& options, const Opened& study, TrialNumber trial);

/// The command that helps this study on; empty while it runs.
std::string what_next(const Options& options, const Opened& study, StudyState state);

/// Commands that make sense now, for a program that drives Kilter; the first is the one to type where there is no wish.
std::vector<std::string> next_commands(const Options& options, Opened& study);

/// The program's arguments for that trial, as its newest attempt was started; empty where the study runs no program.
std::vector<std::string> command_of(const Opened& study, const Trial& trial);

}  // namespace kilter::cli
