// SPDX-License-Identifier: MIT
// Rows of comma-separated values that no spreadsheet takes for formulas.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

/// Quoted after RFC 4180 where it holds a comma, a quote or a line end. A cell that starts with = + - @, a tab or a
/// carriage return and is no number gets an apostrophe in front, since spreadsheets would run it as a formula.
std::string csv_cell(std::string_view text);
/// Cells between commas; lines end with a line feed.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace kilter
