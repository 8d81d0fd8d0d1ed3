// SPDX-License-Identifier: MIT
// Text files, packed by gzip or not, as lines and cells.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kilter::bench {

/// The whole text; unpacks what is packed. Throws std::runtime_error naming the file.
std::string read_text(const std::filesystem::path& file);

/// A table with a header: each row by column name.
using Row = std::map<std::string, std::string, std::less<>>;
std::vector<Row> read_rows(const std::filesystem::path& file);

/// Throws std::runtime_error where the cell is no number.
double number(std::string_view cell);

}  // namespace kilter::bench
