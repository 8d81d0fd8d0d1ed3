// SPDX-License-Identifier: MIT
// The folder of its own that a trial runs in: the project, linked in, without what trials write.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace kilter {

/// Makes `work` and links the entries of `project` into it, but not `left_out` (a path). `written` are files that
/// trials write, relative to the project: they are not linked, and the folders they lie in are folders here, so that
/// what is written stays here. What is there already stays. Throws std::filesystem::filesystem_error.
void link_project(const std::filesystem::path& project, const std::filesystem::path& work,
                  const std::filesystem::path& left_out, const std::vector<std::string>& written);

}  // namespace kilter
