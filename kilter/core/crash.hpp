// SPDX-License-Identifier: MIT
// The sign that a program cannot work at all: its first trials crash in the same way.
#pragma once
#include <optional>
#include <string>

#include "kilter/core/history.hpp"

namespace kilter::core {

/// A sentence (K111) where the first three ends since the newest change of settings are failures with one cause and one
/// last line, and no trial has ever had a value.
std::optional<std::string> equal_crashes(const History& history);

}  // namespace kilter::core
