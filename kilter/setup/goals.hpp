// SPDX-License-Identifier: MIT
// What the names of metrics tell: which direction is better, and whether it is the test set's.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/core/direction.hpp"

namespace kilter {

/// By the words in the name ("val_loss": minimize, "valAcc": maximize); nullopt where no word is known.
std::optional<Direction> known_direction(std::string_view metric);
/// "a loss", "an accuracy": the word that decided, for sentences; empty where none is known.
std::string known_word(std::string_view metric);
/// How likely a number of that name is what trials are to be chosen by: more, likelier; 0 and below: not by its name.
int likely_goal(const std::string& metric);
bool looks_like_test_set(std::string_view metric);

}  // namespace kilter
