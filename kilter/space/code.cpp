// SPDX-License-Identifier: MIT
// From a value that somebody gave to the code of a parameter.
#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

bool is_text(const Value& value) { return std::holds_alternative<std::string>(value); }

[[noreturn]] void refuse(const Parameter& p, const Value& value, Form form, std::string_view why,
                         std::vector<std::string> advice = {}) {
  const std::string shown =
      fmt::format("{} cannot be {}: {}", p.name, printable(is_text(value) ? to_json(value) : to_text(value), 60), why);
  advice.push_back(fmt::format("{}: {}", p.name, describe(p, form)));
  throw Error(ErrorKind::invalid, {}, shown, std::move(advice));
}

std::optional<double> number_in(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* word = std::get_if<std::string>(&value)) return to_double(*word);
  return {};
}

double number_code(const Parameter& p, const Value& value, Form form, bool check_range) {
  const auto number = number_in(value);
  if (!number || std::isnan(*number)) refuse(p, value, form, "it is no number");
  const double x = *number + 0.0;
  if (p.kind == Kind::integer && (std::trunc(x) != x || std::abs(x) > highest_integer))
    refuse(p, value, form, "it is not a whole number within ±2^53");
  if (!check_range || (p.beside && x == *p.beside)) return x;
  if (x < p.low || x > p.high) refuse(p, value, form, "it lies outside the range");
  if (!stepped(p)) return x;
  const double index = index_of(p, x);
  if (index == std::nearbyint(index)) return level_at(p, index);
  const double below = std::floor(index);
  const double above = std::min(below + 1, range_levels(p) - 1);
  refuse(p, value, form,
         fmt::format("it lies between the steps; near it are {} and {}", to_text(level_at(p, below)),
                     to_text(level_at(p, above))));
}

double boolean_code(const Parameter& p, const Value& value, Form form) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  const std::string text = to_text(value);
  if (text == "true" || text == "1") return 1;
  if (text == "false" || text == "0") return 0;
  refuse(p, value, form, "it is neither true nor false");
}

double choice_code(const Parameter& p, const Value& value, Form form) {
  for (std::size_t i = 0; i < p.choices.size(); ++i)
    if (p.choices[i] == value) return static_cast<double>(i);
  for (std::size_t i = 0; i < p.choices.size(); ++i)
    if (to_text(p.choices[i]) == to_text(value)) return static_cast<double>(i);
  for (std::size_t i = 0; i < p.choices.size(); ++i)
    if (!(is_text(p.choices[i]) && is_text(value)) && canonical(p.choices[i]) == canonical(value))
      return static_cast<double>(i);
  std::vector<std::string> words;
  words.reserve(p.choices.size());
  for (const auto& choice : p.choices) words.push_back(to_text(choice));
  const auto near = nearest(to_text(value), words);
  refuse(p, value, form, "it is none of its choices",
         near ? std::vector<std::string>{fmt::format("Did you mean {}?", printable(*near, 60))}
              : std::vector<std::string>{});
}

}  // namespace

std::string canonical(const Value& value) {
  const auto number = number_in(value);
  return number && std::isfinite(*number) && std::abs(*number) <= highest_integer ? to_text(*number + 0.0)
                                                                                  : to_text(value);
}

double code_of(const Parameter& p, const Value& value, Form form, bool check_range) {
  switch (p.kind) {
    case Kind::real:
    case Kind::integer: return number_code(p, value, form, check_range);
    case Kind::boolean: return boolean_code(p, value, form);
    default: return choice_code(p, value, form);
  }
}

}  // namespace kilter
