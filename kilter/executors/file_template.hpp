// SPDX-License-Identifier: MIT
// A template of an input file: the file of each trial is a copy with the values filled in.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/core/executor.hpp"
#include "kilter/executors/executors.hpp"

namespace kilter {

/// `in -> out`. Throws Error(usage) where it is no such pair.
FileTemplate parse_file_template(std::string_view text);

/// The names in braces that `text` has, in order: `{lr}`, `{lr:.2e}`. Other braces are the file's own.
std::vector<std::string> names_in_template(std::string_view text);

/// The text of one trial: braces that name a parameter of the job or one of the surroundings are filled in, all others
/// stay. Throws Error(usage).
std::string fill_template(std::string_view text, const Job& job,
                          const std::map<std::string, std::string>& surroundings);

/// Reads the template below `directory`, fills it in, and writes the file below `work`, where its name is filled in
/// too. Throws Error.
void write_from_template(const FileTemplate& file, const std::filesystem::path& directory,
                         const std::filesystem::path& work, const Job& job,
                         const std::map<std::string, std::string>& surroundings);

/// The whole text of a template; at most 16 MiB. Throws Error.
std::string template_text(const std::filesystem::path& file);

}  // namespace kilter
