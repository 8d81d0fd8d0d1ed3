// SPDX-License-Identifier: MIT
// A study read from a file of its facts, as `kilter export --facts` prints them.
#pragma once
#include <string>

#include "kilter/core/history.hpp"

namespace kilter::cli {

/// Held to the rules that a study's log is held to. Throws Error(usage) where the file cannot be read, Error(invalid)
/// naming the line where it is no such file.
History read_facts(const std::string& path);

}  // namespace kilter::cli
