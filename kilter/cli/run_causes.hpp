// SPDX-License-Identifier: MIT
// What failed trials have in common: too little memory, or numbers that ran away.
#pragma once
#include <optional>

#include "kilter/base/error.hpp"
#include "kilter/core/history.hpp"

namespace kilter::cli {

/// K109: the trial ran out of memory; what it said, its settings, and what may help.
Message explain_memory(const History& history, const Trial& trial);

/// K110: three trials or more, and over 30 % of those that ended, diverged; with the parameter that tells them from
/// the others, where one does.
std::optional<Message> explain_divergence(const History& history);

}  // namespace kilter::cli
