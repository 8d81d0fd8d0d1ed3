// SPDX-License-Identifier: MIT
// Settings that a user types as NAME=VALUE.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "kilter/space/space.hpp"

namespace kilter::cli {

/// "lr=0.1" cut at the first =; throws Error(usage) where there is none, or no name before it.
std::pair<std::string, std::string> name_and_value(const std::string& word);

/// `given` with what the words say: yes/no parameters by true, false, yes, no, 1, 0; choices as they stand in the
/// space. Throws Error with names where a parameter is unknown or stands twice, a value lies outside its range, a
/// parameter does not exist beside the others, or a constraint is broken.
Params with_words(const Space& space, Params given, const std::vector<std::string>& words);

}  // namespace kilter::cli
