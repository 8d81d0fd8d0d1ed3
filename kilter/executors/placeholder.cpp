// SPDX-License-Identifier: MIT
#include "kilter/executors/placeholder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

constexpr int widest = 40;

[[noreturn]] void fail(std::string_view word, std::size_t column, std::string what, std::vector<std::string> advice) {
  throw Error(ErrorKind::usage, {},
              fmt::format("{} in \"{}\" (column {})", std::move(what), printable(word, 200), column),
              std::move(advice));
}

bool could_be_name(std::string_view text) {
  const auto inside = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("_-./@").find(c) != std::string_view::npos;
  };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::string_view("-./@").find(text[0]) == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), inside);
}

/// Reads a whole number of at most two digits from the front of `text`.
std::optional<int> take_small(std::string_view& text) {
  const auto length = std::min(text.find_first_not_of("0123456789"), text.size());
  if (length == 0) return {};
  const auto number = length > 2 ? std::nullopt : to_integer(text.substr(0, length));
  text.remove_prefix(length);
  return number && *number <= widest ? static_cast<int>(*number) : widest + 1;
}

/// What stands behind a name and a colon; true where it is a way to write the value.
bool read_form(std::string_view form, Piece& piece) {
  if (form == "flag" || form == "no") {
    piece.role = form == "flag" ? Piece::Role::flag : Piece::Role::no_flag;
    return true;
  }
  piece.format = parse_number_format(form);
  if (piece.format) piece.form = form;
  return piece.format.has_value();
}

/// Where the placeholder that opens at `open` closes: choices may hold braces in quotes.
std::size_t closing(std::string_view word, std::size_t open) {
  char quote = 0;
  for (std::size_t at = open + 1; at < word.size(); ++at) {
    if (quote != 0)
      quote = word[at] == quote ? '\0' : quote;
    else if (word[at] == '\'' || word[at] == '"')
      quote = word[at];
    else if (word[at] == '}')
      return at;
  }
  return word.find('}', open);
}

Piece parse_placeholder(std::string_view word, std::size_t open, std::size_t close) {
  const std::size_t column = open + 1;
  const std::string_view inside = word.substr(open + 1, close - open - 1);
  Piece piece;
  piece.role = Piece::Role::value;
  piece.column = column;
  if (inside == "*" || inside == "*=") {
    piece.role = inside == "*" ? Piece::Role::all_options : Piece::Role::all_pairs;
    return piece;
  }
  const auto colon = inside.find(':');
  const auto name = inside.substr(0, colon);
  if (!could_be_name(name))
    fail(word, column, "{ begins no placeholder",
         {"A brace that is meant as such is written twice: {{ and }}.",
          "A placeholder holds a name: {lr}, {trial.dir}, {lr:log(1e-4,1)}. All parameters at once: {*}"});
  piece.text = name;
  if (colon == inside.npos || read_form(inside.substr(colon + 1), piece)) return piece;
  std::string_view range = inside.substr(colon + 1);
  if (const auto last = range.rfind(':'); last != range.npos && read_form(range.substr(last + 1), piece))
    range = range.substr(0, last);
  if (trim(range).empty())
    fail(word, column, fmt::format("nothing stands behind {}:", printable(name, 60)),
         {fmt::format("Write {{{0}}}, a range as {{{0}:log(1e-4,1)}}, or a format as {{{0}:.2e}}.",
                      printable(name, 60))});
  piece.range = range;
  return piece;
}

}  // namespace

std::optional<NumberFormat> parse_number_format(std::string_view text) {
  NumberFormat format;
  if (text.empty()) return {};
  if (text[0] == '+') format.plus = true, text.remove_prefix(1);
  if (text.starts_with('0')) format.zeros = true, text.remove_prefix(1);
  format.width = take_small(text).value_or(0);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const auto precision = take_small(text);
    if (!precision) return {};
    format.precision = *precision;
  }
  if (!text.empty()) {
    if (std::string_view("eEfFgGd").find(text[0]) == std::string_view::npos) return {};
    format.type = text[0];
    text.remove_prefix(1);
  }
  if (!text.empty() || format.width > widest || format.precision > widest) return {};
  if (format.type == 'd' && format.precision >= 0) return {};
  return format;
}

std::string formatted(const Value& value, const NumberFormat& format) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto* real = std::get_if<double>(&value);
  if (whole == nullptr && real == nullptr) return to_text(value);
  std::string spec = "{:";
  if (format.plus) spec += '+';
  if (format.zeros) spec += '0';
  if (format.width > 0) spec += std::to_string(format.width);
  const bool as_whole = whole != nullptr && (format.type == 'd' || (format.type == 0 && format.precision < 0));
  if (as_whole) return fmt::format(fmt::runtime(spec + "d}"), *whole);
  if (format.precision >= 0) spec += "." + std::to_string(format.precision);
  if (format.type != 0 && format.type != 'd') spec += format.type;
  return fmt::format(fmt::runtime(spec + "}"), whole != nullptr ? static_cast<double>(*whole) : *real);
}

std::vector<Piece> parse_word(std::string_view word) {
  std::vector<Piece> pieces;
  const auto add_text = [&](char c) {
    if (pieces.empty() || pieces.back().role != Piece::Role::text) pieces.emplace_back();
    pieces.back().text += c;
  };
  for (std::size_t at = 0; at < word.size(); ++at) {
    if (word[at] == '\0') fail(word, at + 1, "a zero byte", {"No program can be given one in an argument."});
    if ((word[at] == '{' || word[at] == '}') && at + 1 < word.size() && word[at + 1] == word[at]) {
      add_text(word[at++]);
    } else if (word[at] != '{') {
      add_text(word[at]);
    } else {
      const auto close = closing(word, at);
      if (close == word.npos)
        fail(word, at + 1, "{ is not closed", {"A brace that is meant as such is written twice: {{ and }}."});
      pieces.push_back(parse_placeholder(word, at, close));
      at = close;
    }
  }
  if (pieces.size() > 1)
    for (const auto& piece : pieces)
      if (piece.role != Piece::Role::text && piece.role != Piece::Role::value)
        fail(word, piece.column, fmt::format("{} stands inside a word", to_text({piece})),
             {"It becomes words of its own, so it must be a word of its own."});
  if (pieces.empty()) pieces.emplace_back();
  return pieces;
}

std::string to_text(const std::vector<Piece>& pieces) {
  std::string text;
  for (const auto& piece : pieces) {
    switch (piece.role) {
      case Piece::Role::text:
        for (const char c : piece.text) text.append(c == '{' || c == '}' ? 2 : 1, c);
        break;
      case Piece::Role::value:
        text += "{" + piece.text;
        if (!piece.form.empty()) text += ":" + piece.form;
        text += "}";
        break;
      case Piece::Role::flag: text += "{" + piece.text + ":flag}"; break;
      case Piece::Role::no_flag: text += "{" + piece.text + ":no}"; break;
      case Piece::Role::all_options: text += "{*}"; break;
      case Piece::Role::all_pairs: text += "{*=}"; break;
    }
  }
  return text;
}

}  // namespace kilter
