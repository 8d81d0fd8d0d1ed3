// SPDX-License-Identifier: MIT
// What a cell of a table may be: nothing, a number in one of three spellings, a date.
#pragma once
#include <optional>
#include <string_view>

namespace kilter {

/// Empty, or one of the words that stand for nothing: NA, N/A, NaN, NULL, None, ?, -, #N/A.
bool is_missing(std::string_view cell);

/// 3.14 · 3,14 and 1.234,5 · 1,234.5
enum class NumberForm { point, comma, thousands };

/// A finite number; nullopt where the cell is none in this spelling.
std::optional<double> number_in(std::string_view cell, NumberForm form);

/// Days since 1970-01-01, of 2026-10-02, 2026/10/02, 02.10.2026, each also with a time of day after it.
std::optional<double> date_in(std::string_view cell);

}  // namespace kilter
