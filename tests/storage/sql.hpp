// SPDX-License-Identifier: MIT
// A database as somebody reads and edits it by hand.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace kilter::testing {

/// Runs one or several statements; the rows, columns separated by `|` as the sqlite3 program prints them.
std::vector<std::string> sql(const std::filesystem::path& file, const std::string& statements);

}  // namespace kilter::testing
