// SPDX-License-Identifier: MIT
// A small, safe expression language over parameters: arithmetic, comparison, `in`, and, or, not. No calls, no loops.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/space/value.hpp"

namespace kilter {

/// Compiled once, evaluated often without allocation for numbers. A value; safe to read from any thread.
///
/// Grammar: `or`, `and`, `not`, comparisons (`== != < <= > >=`, chains as in Python), `x in ('a', 'b')`, `not in`,
/// `+ - * / % **`, unary minus, parentheses, numbers, 'strings', true, false, names (`weight-decay` in backticks).
/// A comparison with an absent value is unknown, and so is `not` of it; what is unknown in the end does not hold.
/// Division by zero gives NaN, and a NaN comparison is false.
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

  /// A name that stands beside a constant in `==`, `!=` or `in`: what advice on misspelt choices looks at.
  struct Mention {
    std::size_t name = 0;
    Value constant;
  };
  const std::vector<Mention>& mentions() const { return mentions_; }

 private:
  friend class ExpressionParser;
  template <class Operand>
  friend class Evaluation;

  enum class Op : std::uint8_t {
    constant,
    name,
    minus,
    negation,
    conjunction,
    disjunction,
    add,
    subtract,
    multiply,
    divide,
    modulo,
    power,
    compare,
    chain_first,
    chain_next,
    chain_last,
    in,
    not_in
  };
  enum class Order : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal };
  /// One step of a stack machine. `index` is a place in constants_ or names_; `in` looks at `count` constants from it.
  struct Step {
    Op op = Op::constant;
    Order order = Order::equal;
    std::uint32_t index = 0;
    std::uint32_t count = 0;
  };
  std::vector<Step> steps_;
  std::vector<Value> constants_;
  std::vector<std::string> names_;
  std::vector<Mention> mentions_;
};

}  // namespace kilter
