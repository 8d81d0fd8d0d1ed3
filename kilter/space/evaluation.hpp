// SPDX-License-Identifier: MIT
// Runs a compiled expression over operands that need no allocation.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <type_traits>

#include "kilter/space/expression.hpp"

namespace kilter {

inline constexpr std::size_t deepest_stack = 256;

/// What a name or a part of an expression is worth. Truth has three values: true, false, unknown (absent).
struct Operand {
  enum class Type : std::uint8_t { absent, number, boolean, text };
  Type type;
  double number;
  const char* data;
  std::size_t size;

  static Operand absent() { return {Type::absent, 0, nullptr, 0}; }
  static Operand of(double x) { return {Type::number, x, nullptr, 0}; }
  static Operand of(bool b) { return {Type::boolean, b ? 1.0 : 0.0, nullptr, 0}; }
  static Operand of(std::string_view word) { return {Type::text, 0, word.data(), word.size()}; }
  static Operand of(const Value& value);

  std::string_view text() const { return {data, size}; }
  bool known() const { return type != Type::absent; }
  bool holds() const { return type == Type::text ? size > 0 : known() && number != 0 && !std::isnan(number); }
};

/// An operand that also knows how far it is from holding and from not holding: 0 where it does, growing with the
/// relative gap between the two sides of a comparison (branch distance, as in search-based software testing).
struct MeasuredOperand : Operand {
  double to_hold;
  double to_fail;

  MeasuredOperand() = default;
  MeasuredOperand(const Operand& plain)
      : Operand(plain), to_hold(plain.holds() ? 0 : 1), to_fail(plain.holds() || !plain.known() ? 1 : 0) {}
  MeasuredOperand(const Operand& plain, double hold, double fail) : Operand(plain), to_hold(hold), to_fail(fail) {}
};

/// Evaluates one expression; `lookup(i)` gives the Operand of its i-th name. Total: no operand makes it throw.
template <class T>
class Evaluation {
 public:
  template <class Lookup>
  static T run(const Expression& expression, const Lookup& lookup) {
    using Op = Expression::Op;
    std::array<T, deepest_stack> stack;
    T* top = stack.data() - 1;
    for (const auto& step : expression.steps_) {
      switch (step.op) {
        case Op::constant: *++top = Operand::of(expression.constants_[step.index]); break;
        case Op::name: *++top = lookup(step.index); break;
        case Op::minus: *top = arithmetic(step.op, Operand::of(0.0), *top); break;
        case Op::negation: *top = negation(*top); break;
        case Op::in: *top = among(expression, step, *top); break;
        case Op::not_in: *top = negation(among(expression, step, *top)); break;
        case Op::conjunction: --top, *top = conjunction(top[0], top[1]); break;
        case Op::disjunction: --top, *top = disjunction(top[0], top[1]); break;
        case Op::compare: --top, *top = compare(step.order, top[0], top[1]); break;
        case Op::chain_first: top[-1] = compare(step.order, top[-1], top[0]); break;
        case Op::chain_next:
          --top;
          top[-1] = conjunction(top[-1], compare(step.order, top[0], top[1]));
          top[0] = top[1];
          break;
        case Op::chain_last:
          top -= 2;
          top[0] = conjunction(top[0], compare(step.order, top[1], top[2]));
          break;
        default: --top, *top = arithmetic(step.op, top[0], top[1]); break;
      }
    }
    return top < stack.data() ? T(Operand::absent()) : *top;
  }

 private:
  static constexpr bool measured = std::is_same_v<T, MeasuredOperand>;

  static T truth(bool known, bool holds, [[maybe_unused]] double to_hold, [[maybe_unused]] double to_fail) {
    const Operand plain = known ? Operand::of(holds) : Operand::absent();
    if constexpr (measured)
      return T(plain, to_hold, to_fail);
    else
      return plain;
  }

  static T negation(const T& x) {
    if constexpr (measured)
      return truth(x.known(), !x.holds(), x.to_fail, x.to_hold);
    else
      return truth(x.known(), !x.holds(), 0, 0);
  }

  static T conjunction(const T& a, const T& b) {
    const bool fails = (a.known() && !a.holds()) || (b.known() && !b.holds());
    const bool known = fails || (a.known() && b.known());
    if constexpr (measured)
      return truth(known, !fails, a.to_hold + b.to_hold, std::min(a.to_fail, b.to_fail));
    else
      return truth(known, !fails, 0, 0);
  }

  static T disjunction(const T& a, const T& b) {
    const bool holds = a.holds() || b.holds();
    const bool known = holds || (a.known() && b.known());
    if constexpr (measured)
      return truth(known, holds, std::min(a.to_hold, b.to_hold), a.to_fail + b.to_fail);
    else
      return truth(known, holds, 0, 0);
  }

  static bool ordered(Expression::Order order, double a, double b) {
    using Order = Expression::Order;
    switch (order) {
      case Order::equal: return a == b;
      case Order::unequal: return a < b || a > b;
      case Order::less: return a < b;
      case Order::less_equal: return a <= b;
      case Order::greater: return a > b;
      case Order::greater_equal: return a >= b;
    }
    return false;
  }

  static T compare(Expression::Order order, const Operand& a, const Operand& b) {
    if (!a.known() || !b.known()) return truth(false, false, 1, 1);
    const bool text_a = a.type == Operand::Type::text, text_b = b.type == Operand::Type::text;
    if (text_a != text_b) {
      const bool holds = order == Expression::Order::unequal;
      return truth(true, holds, holds ? 0 : 1, holds ? 1 : 0);
    }
    if (text_a) {
      const bool holds = ordered(order, static_cast<double>(a.text().compare(b.text())), 0);
      return truth(true, holds, holds ? 0 : 1, holds ? 1 : 0);
    }
    const bool holds = ordered(order, a.number, b.number);
    if constexpr (measured) {
      const double gap = std::abs(a.number - b.number), size = std::abs(a.number) + std::abs(b.number);
      const double relative = std::isfinite(size) && size > 0 ? std::max(gap / size, 1e-12) : 1;
      return truth(true, holds, holds ? 0 : relative, holds ? relative : 0);
    }
    return truth(true, holds, 0, 0);
  }

  static T among(const Expression& expression, const Expression::Step& step, const T& x) {
    T found = truth(true, false, 2, 0);
    for (std::uint32_t i = 0; i < step.count; ++i)
      found =
          disjunction(found, compare(Expression::Order::equal, x, Operand::of(expression.constants_[step.index + i])));
    return found;
  }

  static T arithmetic(Expression::Op op, const Operand& a, const Operand& b) {
    using Op = Expression::Op;
    if (!a.known() || !b.known()) return Operand::absent();
    if (a.type == Operand::Type::text || b.type == Operand::Type::text) return Operand::of(std::nan(""));
    const double x = a.number, y = b.number;
    switch (op) {
      case Op::add: return Operand::of(x + y);
      case Op::minus:
      case Op::subtract: return Operand::of(x - y);
      case Op::multiply: return Operand::of(x * y);
      case Op::divide: return Operand::of(y == 0 ? std::nan("") : x / y);
      case Op::modulo: return Operand::of(y == 0 ? std::nan("") : x - y * std::floor(x / y));
      case Op::power: return Operand::of(std::pow(x, y));
      default: return Operand::absent();
    }
  }
};

}  // namespace kilter
