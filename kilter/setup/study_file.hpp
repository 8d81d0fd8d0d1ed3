// SPDX-License-Identifier: MIT
// The study file: TOML, or another form that gives the same tree, whose every mistake is named with its line.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "kilter/setup/toml_tree.hpp"
#include "kilter/setup/wishes.hpp"

namespace kilter {

/// Makes a tree of a text; throws Error(invalid) with the shown name and the line where it cannot.
using TreeReader = TomlNode (*)(std::string_view text, const std::string& shown_name);

/// Throws Error(invalid) with `shown_name`, the line and what to type. `now` dates an `until = "08:00"`.
Wishes parse_study_file(std::string_view text, const std::string& shown_name, WallTime now,
                        TreeReader reader = parse_toml);
/// The file's text read and parsed; commands in it run in the file's own folder. Throws Error(invalid) where it cannot
/// be read.
Wishes read_study_file(const std::filesystem::path& file, WallTime now, TreeReader reader = parse_toml);

/// What stands in the file, at most a byte more than a study file may have. Throws Error(invalid).
std::string study_file_text(const std::filesystem::path& file);

}  // namespace kilter
