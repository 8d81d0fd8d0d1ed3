// SPDX-License-Identifier: MIT
#include "kilter/space/json_scanner.hpp"

#include <fmt/format.h>

#include <charconv>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

void append_utf8(std::string& text, unsigned code) {
  const auto byte = [&](unsigned value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F));
  if (code < 0x10000) return byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F));
  byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)), byte(0x80 | (code >> 6 & 0x3F)),
      byte(0x80 | (code & 0x3F));
}

unsigned four_hex(std::string_view text, std::size_t at) {
  unsigned code = 0;
  if (at + 4 > text.size()) throw Error(ErrorKind::invalid, "a text ends within a \\u escape");
  const auto end = std::from_chars(text.data() + at, text.data() + at + 4, code, 16);
  if (end.ec != std::errc{} || end.ptr != text.data() + at + 4)
    throw Error(ErrorKind::invalid, fmt::format("\\u{} is no escape", printable(text.substr(at, 4))));
  return code;
}

}  // namespace

std::string JsonScalar::word() const {
  const std::string_view text = inner();
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    static constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    const char letter = text[++i];
    if (const auto known = letters.find(letter); known != letters.npos) {
      out += meanings[known];
      continue;
    }
    if (letter != 'u') throw Error(ErrorKind::invalid, fmt::format("\\{} is no escape", printable({&letter, 1})));
    unsigned code = four_hex(text, i + 1);
    i += 4;
    if (code >= 0xD800 && code < 0xDC00 && text.substr(i + 1).starts_with("\\u")) {
      const unsigned low = four_hex(text, i + 3);
      if (low >= 0xDC00 && low < 0xE000) code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), i += 6;
    }
    if (code >= 0xD800 && code < 0xE000) throw Error(ErrorKind::invalid, "half of a surrogate pair in a text");
    append_utf8(out, code);
  }
  return out;
}

void JsonScanner::fail(std::string_view expected) const {
  const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
  throw Error(ErrorKind::invalid, {},
              fmt::format("expected {} at column {} of a configuration, found {}", expected, at_ - begin_ + 1,
                          rest.empty() ? "the end" : printable(rest, 30)),
              {R"(A configuration is a JSON object of names and values: {"lr":0.1,"act":"relu"})"});
}

void JsonScanner::open() {
  if (!take('{')) fail("{");
}

bool JsonScanner::more() {
  skip_blanks();
  if (at_ != end_ && *at_ == '}') return false;
  if (!first_ && !take(',')) fail(", or }");
  first_ = false;
  return true;
}

JsonScalar JsonScanner::name() {
  skip_blanks();
  if (at_ == end_ || *at_ != '"') fail("a name in double quotes");
  JsonScalar name = text();
  if (!take(':')) fail(":");
  return name;
}

JsonScalar JsonScanner::text() {
  JsonScalar scalar;
  scalar.type = JsonScalar::Type::text;
  const char* start = at_++;
  while (at_ != end_ && *at_ != '"') {
    if (static_cast<unsigned char>(*at_) < 0x20) fail("no control character within a text");
    if (*at_ == '\\') scalar.escaped = true, ++at_;
    if (at_ != end_) ++at_;
  }
  if (at_ == end_) fail("a closing double quote");
  ++at_;
  scalar.raw = {start, static_cast<std::size_t>(at_ - start)};
  return scalar;
}

bool JsonScanner::take_word(std::string_view word) {
  if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

JsonScalar JsonScanner::scalar() {
  skip_blanks();
  if (at_ == end_) fail("a value");
  if (*at_ == '"') return text();
  JsonScalar scalar;
  const char* start = at_;
  if (*at_ == '-' || (*at_ >= '0' && *at_ <= '9')) {
    const auto parsed = std::from_chars(at_, end_, scalar.number);
    const char* digit = at_ + (*at_ == '-' ? 1 : 0);
    if (parsed.ec == std::errc::invalid_argument || *digit < '0' || *digit > '9') fail("a number");
    scalar.type = JsonScalar::Type::number;
    at_ = parsed.ptr;
    scalar.raw = {start, static_cast<std::size_t>(at_ - start)};
    if (parsed.ec == std::errc::result_out_of_range) scalar.number = *to_double(scalar.raw);
    return scalar;
  }
  if (take_word("true"))
    scalar.type = JsonScalar::Type::boolean, scalar.number = 1;
  else if (take_word("false"))
    scalar.type = JsonScalar::Type::boolean;
  else if (!take_word("null"))
    fail("a number, a text, true, false or null");
  scalar.raw = {start, static_cast<std::size_t>(at_ - start)};
  return scalar;
}

void JsonScanner::close() {
  if (!take('}')) fail("}");
  skip_blanks();
  if (at_ != end_) fail("nothing more");
}

}  // namespace kilter
