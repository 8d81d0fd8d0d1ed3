// SPDX-License-Identifier: MIT
#include "kilter/space/evaluation.hpp"

namespace kilter {

Operand Operand::of(const Value& value) {
  switch (value.index()) {
    case 0: return of(std::get<bool>(value));
    case 1: return of(static_cast<double>(std::get<std::int64_t>(value)));
    case 2: return of(std::get<double>(value));
    default: return of(std::string_view(std::get<std::string>(value)));
  }
}

bool Expression::holds(const std::function<const Value*(std::size_t)>& lookup) const {
  return Evaluation<Operand>::run(*this,
                                  [&](std::size_t i) {
                                    const Value* value = lookup(i);
                                    return value ? Operand::of(*value) : Operand::absent();
                                  })
      .holds();
}

double Expression::number(const std::function<const Value*(std::size_t)>& lookup) const {
  const Operand result = Evaluation<Operand>::run(*this, [&](std::size_t i) {
    const Value* value = lookup(i);
    return value ? Operand::of(*value) : Operand::absent();
  });
  return result.known() && result.type != Operand::Type::text ? result.number : std::nan("");
}

}  // namespace kilter
