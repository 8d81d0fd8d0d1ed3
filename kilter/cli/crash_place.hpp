// SPDX-License-Identifier: MIT
// Where in the user's own files a Python program died, read from the traceback it printed.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace kilter::cli {

/// "train.py line 4": the innermost frame outside installed packages and the standard library, by a path from `home`
/// where it lies within. Empty where the text has no such frame.
std::string crash_place(std::string_view text, const std::filesystem::path& home);

}  // namespace kilter::cli
