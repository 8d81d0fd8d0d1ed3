// SPDX-License-Identifier: MIT
// A study read from a file of its facts, as `kilter export --facts` prints them.
#pragma once
#include <istream>
#include <string>

#include "kilter/core/history.hpp"

namespace kilter::cli {

/// Held to the rules that a study's log is held to. Throws Error(invalid) naming the line where the text is no such
/// file.
History read_facts(std::istream& file, const std::string& name);
/// The same; throws Error(usage) where the file cannot be read.
History read_facts(const std::string& path);

}  // namespace kilter::cli
