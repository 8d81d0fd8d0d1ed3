// SPDX-License-Identifier: MIT
// The study file: TOML whose every mistake is named with its line.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "kilter/setup/wishes.hpp"

namespace kilter {

/// Throws Error(invalid) with `shown_name`, the line and what to type. `now` dates an `until = "08:00"`.
Wishes parse_study_file(std::string_view text, const std::string& shown_name, WallTime now);
/// The file's text read and parsed; commands in it run in the file's own folder. Throws Error(invalid) where it cannot
/// be read.
Wishes read_study_file(const std::filesystem::path& file, WallTime now);

}  // namespace kilter
