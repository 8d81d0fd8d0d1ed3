// SPDX-License-Identifier: MIT
// Numbers and words as text: exact numbers without locale, safe terminal output, "did you mean".
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

/// The shortest text that reads back to the same double; `nan`, `inf`, `-inf` for the others.
std::string to_text(double value);
/// Appends what to_text gives, without a temporary.
void append_number(std::string& text, double value);

/// The whole text as a double (also nan, inf, infinity in any case, a leading +); nullopt where anything is left over.
std::optional<double> to_double(std::string_view text);
/// The whole text as a 64-bit integer.
std::optional<long long> to_integer(std::string_view text);

/// A number for people: at most `digits` significant digits.
std::string rounded(double value, int digits = 4);

/// Program output made safe for a terminal: control characters and broken UTF-8 become visible marks; at most `limit`
/// bytes. Tabs become one space.
std::string printable(std::string_view text, std::size_t limit = 2000);

/// The candidate nearest to `word` by edits, where near enough to be a slip; ties go to the first.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char at);
std::string join(std::span<const std::string> words, std::string_view between);

}  // namespace kilter
