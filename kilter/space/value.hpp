// SPDX-License-Identifier: MIT
// A parameter's value as the user sees it.
#pragma once
#include <cstdint>
#include <string>
#include <variant>

namespace kilter {

using Value = std::variant<bool, std::int64_t, double, std::string>;

/// As it stands on a command line: `0.1`, `64`, `true`, `relu`.
std::string to_text(const Value& value);
/// As a JSON value; NaN and the infinities as the strings "nan", "inf", "-inf".
std::string to_json(const Value& value);

}  // namespace kilter
