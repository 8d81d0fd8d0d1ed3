// SPDX-License-Identifier: MIT
// Expressions from any bytes, evaluated over present and absent values.
#include <array>
#include <string_view>

#include "kilter/base/error.hpp"
#include "kilter/space/expression.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kilter;
  static const std::array<Value, 4> values = {Value(std::int64_t{2}), Value(0.5), Value(true),
                                              Value(std::string("relu"))};
  const auto lookup = [](std::size_t i) -> const Value* { return i % 5 < 4 ? &values[i % 5] : nullptr; };
  try {
    const auto expression = Expression::parse({reinterpret_cast<const char*>(data), size});
    expression.holds(lookup);
    expression.number(lookup);
  } catch (const Error&) {
    return 0;
  }
  return 0;
}
