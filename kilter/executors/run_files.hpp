// SPDX-License-Identifier: MIT
// Where the files of a run lie inside the study's folder.
#pragma once
#include <filesystem>
#include <string>

#include "kilter/core/fact.hpp"

namespace kilter {

/// `trials/TRIAL`, or `trials/TRIAL/part-PART` from part 1 on, is the folder that the program may write to; it stays
/// the same over all attempts. Beside what the program puts there it holds, of the first attempt, `stdout`, `stderr`,
/// `report.jsonl` and `params.json` (or `params.toml`); of attempt 1 `stdout.1`, `report.1.jsonl` and so on.
struct RunFiles {
  std::filesystem::path directory;
  std::filesystem::path out;
  std::filesystem::path err;
  std::filesystem::path report;
  std::filesystem::path params;
};

RunFiles run_files(const std::filesystem::path& study_directory, const RunId& run,
                   const std::string& params_format = "json");

/// Copies what the program put into one folder (not what Kilter keeps of its runs) into another, where a trial goes on
/// from the state of another. Throws std::filesystem::filesystem_error.
void inherit_files(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace kilter
