// SPDX-License-Identifier: MIT
// Scalars as JSON text, appended without a tree.
#pragma once
#include <string>
#include <string_view>

namespace kilter {

/// In double quotes, escaped.
void append_quoted(std::string& text, std::string_view word);
/// A finite number always shows that it is no integer (`1.0`); the others become "nan", "inf", "-inf" in quotes.
void append_real(std::string& text, double value);

}  // namespace kilter
