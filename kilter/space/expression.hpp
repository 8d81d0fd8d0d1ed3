// SPDX-License-Identifier: MIT
// A small, safe expression language over parameters: arithmetic, comparison, `in`, and, or, not. No calls, no loops.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/space/value.hpp"

namespace kilter {

/// Compiled once, evaluated often without allocation for numbers. A value; safe to read from any thread.
///
/// Grammar: `or`, `and`, `not`, comparisons (`== != < <= > >=`, chains as in Python), `x in ('a', 'b')`, `not in`,
/// `+ - * / % **`, unary minus, parentheses, numbers, 'strings', true, false, names. A name whose value is absent makes
/// the comparison around it false. Division by zero gives NaN, and a NaN comparison is false.
class Expression {
 public:
  Expression() = default;
  /// Throws Error(invalid) with the text, the column and what was expected. At most 4,000 characters, 100 levels deep.
  static Expression parse(std::string_view text);

  /// The names used, in order of first use.
  const std::vector<std::string>& names() const { return names_; }
  /// `lookup(i)` gives the value of names()[i]; an empty pointer: absent.
  bool holds(const std::function<const Value*(std::size_t)>& lookup) const;
  /// Arithmetic result, NaN where there is none.
  double number(const std::function<const Value*(std::size_t)>& lookup) const;

 private:
  struct Step {
    int op = 0;
    std::size_t index = 0;
  };
  std::vector<Step> steps_;
  std::vector<Value> constants_;
  std::vector<std::string> names_;
};

}  // namespace kilter
