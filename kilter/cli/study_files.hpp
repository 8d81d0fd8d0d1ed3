// SPDX-License-Identifier: MIT
// Study files in every form that the command line reads: TOML, YAML and JSON, told apart by the file's ending.
#pragma once
#include <filesystem>
#include <string>

#include "kilter/setup/study_file.hpp"

namespace kilter::cli {

/// Whether the word ends as a study file does.
bool names_study_file(const std::string& word);

/// As read_study_file, by the form that the ending tells.
Wishes read_any_study_file(const std::filesystem::path& file, WallTime now);

}  // namespace kilter::cli
