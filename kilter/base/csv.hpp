// SPDX-License-Identifier: MIT
// Lines of a table of text: cells between separators, also in double quotes.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

/// The comma, the semicolon or the tab, whichever a heading has most of.
char csv_separator(std::string_view heading);
/// The cells of a line without its end; at most a thousand, what follows is part of the last. No line breaks in quotes.
std::vector<std::string> csv_cells(std::string_view line, char separator);

}  // namespace kilter
