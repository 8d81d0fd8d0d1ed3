// SPDX-License-Identifier: MIT
// The only JSON shape of a fact and a trial: command line, server, trackers and export use it.
#pragma once
#include <string>
#include <string_view>

#include "kilter/core/history.hpp"

namespace kilter {

/// One JSON object in one line. Numbers read back exactly; NaN and infinities are the strings "nan", "inf", "-inf".
std::string to_json(const Entry& entry);
/// Throws Error(invalid) where the text is no entry.
Entry entry_from_json(std::string_view text);

/// The exported record of a trial: number, state, cause, params, values (a number a goal, by metric), metrics (curves
/// by name, with their steps), started, ended, attempt, reason, by. Times in ISO 8601.
std::string to_json(const History& history, const Trial& trial);

}  // namespace kilter
