// SPDX-License-Identifier: MIT
// What a description must satisfy to be a dimension, and the sentences for what does not.
#pragma once
#include <string>
#include <string_view>

#include "kilter/space/parameter.hpp"

namespace kilter {

/// How the user wrote it, so that messages show what was typed: `lr = { log = [0, 0.1] }` or `{lr:log(0,0.1)}`.
enum class Form { file, inline_range };

/// Throws Error(invalid) with the parameter's name, the finding and what to type. Conditions are the Space's business.
void check(const Parameter& parameter, Form form);

/// The description as it would be written in that form, without default, condition and role.
std::string describe(const Parameter& parameter, Form form);

/// The word for the range: `log`, `int`, `one_minus_log`, ...
std::string_view range_word(const Parameter& parameter);

/// Code of a value, as Space::code; `check_range` false: numbers outside the range pass.
double code_of(const Parameter& parameter, const Value& value, Form form, bool check_range = true);

/// One text for all that may stand for the same value: 1, 1.0, '1' and '1.0' give `1`.
std::string canonical(const Value& value);

/// Ends of a one_minus_log range as the user writes them: `1 - value`, without the dust of the subtraction.
double one_minus(double value);

}  // namespace kilter
