// SPDX-License-Identifier: MIT
#include "kilter/space/value.hpp"

#include <charconv>
#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/space/json_text.hpp"

namespace kilter {
namespace {

void append_finite(std::string& text, double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  const std::string_view digits(buffer, static_cast<std::size_t>(end - buffer));
  text += digits;
  if (std::trunc(value) == value && digits.find_first_of(".e") == digits.npos) text += ".0";
}

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace

void append_quoted(std::string& text, std::string_view word) {
  static constexpr char hex[] = "0123456789abcdef";
  text += '"';
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': text += "\\\""; break;
      case '\\': text += "\\\\"; break;
      case '\n': text += "\\n"; break;
      case '\r': text += "\\r"; break;
      case '\t': text += "\\t"; break;
      default:
        if (byte < 0x20)
          text.append("\\u00") += {hex[byte >> 4], hex[byte & 15]};
        else
          text += c;
    }
  }
  text += '"';
}

void append_real(std::string& text, double value) {
  if (std::isfinite(value))
    append_finite(text, value);
  else
    text.append("\"").append(to_text(value)) += '"';
}

std::string to_text(const Value& value) {
  return std::visit(Overloaded{[](bool b) { return std::string(b ? "true" : "false"); },
                               [](std::int64_t i) { return std::to_string(i); },
                               [](double x) {
                                 std::string text;
                                 if (std::isfinite(x))
                                   append_finite(text, x);
                                 else
                                   append_number(text, x);
                                 return text;
                               },
                               [](const std::string& word) { return word; }},
                    value);
}

std::string to_json(const Value& value) {
  std::string text;
  if (const auto* word = std::get_if<std::string>(&value))
    append_quoted(text, *word);
  else if (const auto* real = std::get_if<double>(&value))
    append_real(text, *real);
  else
    text = to_text(value);
  return text;
}

}  // namespace kilter
