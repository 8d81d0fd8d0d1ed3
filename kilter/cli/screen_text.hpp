// SPDX-License-Identifier: MIT
// Text as a terminal shows it: measured in columns, cut to fit, drawn as bars and curves.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kilter::cli {

/// Columns that the text takes; escape sequences take none.
std::size_t columns(std::string_view text);
/// Cut to so many columns, with a mark where something is missing; escape sequences stay whole and are closed.
std::string clipped(std::string_view text, std::size_t most, bool unicode);
/// Filled up with blanks on the right, or cut.
std::string padded(std::string_view text, std::size_t width, bool unicode);

/// `▓▓▓▓░░░░` or `####....`.
std::string bar(double share, std::size_t width, bool unicode);
/// One mark a value, from the lowest to the highest: `▁▂▅▇█`, or `_.-=#`. At most `width` marks; more values are
/// thinned out, the last one always shown.
std::string curve(const std::vector<double>& values, std::size_t width, bool unicode);

/// What only a Unicode terminal can show, in ASCII.
std::string plain(std::string_view text);

}  // namespace kilter::cli
