// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_scan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/executors/metric_words.hpp"

namespace kilter {
namespace {

enum : unsigned char { a_letter = 1, a_digit = 2, wide = 4, mark = 8, blank = 16, quote = 32, opening = 64 };

constexpr std::array<unsigned char, 256> kinds = [] {
  std::array<unsigned char, 256> table{};
  const auto set = [&](std::string_view characters, unsigned char kind) {
    for (const char c : characters) table[static_cast<unsigned char>(c)] |= kind;
  };
  set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", a_letter);
  set("0123456789", a_digit);
  set("_-./@", mark);
  set(" \t", blank);
  set("'\"", quote);
  set(" \t'\"[(#:=", opening);
  for (std::size_t c = 0x80; c < 0x100; ++c) table[c] = wide;
  return table;
}();

bool is(char c, unsigned kind) { return (kinds[static_cast<unsigned char>(c)] & kind) != 0; }
bool is_digit(char c) { return is(c, a_digit); }
bool is_letter(char c) { return is(c, a_letter); }
bool is_wide(char c) { return is(c, wide); }
bool is_blank(char c) { return is(c, blank); }
bool is_quote(char c) { return is(c, quote); }
bool in_metric_name(char c) { return is(c, a_letter | a_digit | wide | mark); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The word that ends before `end`; empty where none could name a metric.
std::string_view name_before(std::string_view line, std::size_t end) {
  while (end > 0 && is_blank(line[end - 1])) --end;
  if (end > 0 && is_quote(line[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && in_metric_name(line[begin - 1])) --begin;
  std::string_view name = line.substr(begin, end - begin);
  // Bars, boxes and arrows (U+2000 to U+2FFF, all of which begin with E2) are no part of a name.
  if (const auto box = name.rfind('\xE2'); box != name.npos) name.remove_prefix(std::min(name.size(), box + 3));
  if (name.empty() || name.size() > longest_metric_name) return {};
  if (!is_letter(name[0]) && name[0] != '_' && !is_wide(name[0])) return {};
  return name;
}

/// Whether the number that ends before `rest` stands alone.
bool ends_number(std::string_view rest) {
  if (rest.empty() || is_blank(rest[0])) return true;
  const char next = rest.size() > 1 ? rest[1] : ' ';
  switch (rest[0]) {
    case ',': return !is_digit(next);                       // 1,234 could mean two things
    case '.': return is_blank(next);                        // the end of a sentence, not a version
    case '%': return next != '|' && !in_metric_name(next);  // 45%| begins a progress bar
    case '+': return next != '+';                           // 0.5+0.01, mean and spread
    case '\xC2': return next == '\xB1';
    case '\xE2': return true;
    default: return std::string_view(";|)]}>\"'*!").find(rest[0]) != std::string_view::npos;
  }
}

/// The number at the front of `text`, which loses it.
std::optional<double> take_number(std::string_view& text) {
  const std::size_t sign = text.starts_with('+') || text.starts_with('-') ? 1 : 0;
  double value = 0;
  const auto end = std::from_chars(text.data() + sign, text.data() + text.size(), value);
  const auto length = static_cast<std::size_t>(end.ptr - text.data());
  if (end.ec == std::errc::invalid_argument || (sign == 1 && text.size() > 1 && text[1] == '-')) return {};
  if (end.ec == std::errc::result_out_of_range) value = to_double(text.substr(sign, length - sign)).value_or(0);
  if (text[0] == '-') value = -value;
  text.remove_prefix(length);
  return value;
}

struct Number {
  double value = 0;
  std::size_t end = 0;  ///< where it ends in the line
  std::optional<double> error;
};

/// The error behind a number: `0.53+-0.02`, `0.53 +/- 0.02`, `0.53 ± 0.02`.
std::optional<double> error_at(std::string_view text) {
  while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
  bool marked = false;
  for (const std::string_view sign : {"+-", "+/-", "\xC2\xB1"})
    if (text.starts_with(sign)) {
      text.remove_prefix(sign.size());
      marked = true;
      break;
    }
  if (!marked) return {};
  while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
  if (text.empty() || (!is_digit(text[0]) && text[0] != '.')) return {};
  const auto error = take_number(text);
  return error && ends_number(text) ? error : std::nullopt;
}

std::optional<Number> value_after(std::string_view line, std::size_t begin) {
  std::string_view text = line.substr(begin);
  while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
  if (!text.empty() && is_quote(text[0])) text.remove_prefix(1);
  // How PyTorch and NumPy print a scalar that was not turned into a number.
  for (const std::string_view wrapper : {"tensor(", "np.float64(", "np.float32("})
    if (text.starts_with(wrapper)) text.remove_prefix(wrapper.size());
  const auto value = text.empty() ? std::nullopt : take_number(text);
  if (!value || !ends_number(text)) return {};
  return Number{*value, static_cast<std::size_t>(text.data() - line.data()), error_at(text)};
}

/// Whether the word that begins at `begin` is the end of "best epoch".
bool tells_of_the_best(std::string_view line, std::size_t begin) {
  while (begin > 0 && is_blank(line[begin - 1])) --begin;
  return begin >= 4 && same_letters(line.substr(begin - 4, 4), "best");
}

/// The round of gradient boosting at the start of a line, as XGBoost, LightGBM (`[3]<tab>`) and CatBoost (`3:<tab>`)
/// print it.
std::optional<NamedNumber> leading_round(std::string_view line) {
  const bool bracket = line.starts_with('[');
  if (bracket) line.remove_prefix(1);
  const auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits == 0 || digits > 15 || !line.substr(digits).starts_with(bracket ? "]\t" : ":\t")) return {};
  return NamedNumber{line.substr(0, digits), to_double(line.substr(0, digits)).value_or(0), {}, false};
}

}  // namespace

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string> step_names(std::string_view given) {
  if (!given.empty()) return {std::string(given)};
  return {"step", "global_step", "epoch", "iteration", "iter", "round", "total_timesteps"};
}

void scan_pairs(std::string_view line, std::vector<NamedNumber>& into) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] != '=' && line[at] != ':') continue;
    const auto number = value_after(line, at + 1);
    if (!number) continue;
    const auto name = name_before(line, at);
    if (name.empty()) continue;
    const auto begin = static_cast<std::size_t>(name.data() - line.data());
    const NamedNumber found{name, number->value, number->error, in_sentence(line, begin, at, number->end)};
    const auto same = std::find_if(into.begin(), into.end(), [&](const NamedNumber& n) { return n.name == name; });
    if (same == into.end())
      into.push_back(found);
    else if (!found.sentence || same->sentence)
      *same = found;
    if (into.size() == most_pairs) return;
  }
}

std::optional<NamedNumber> scan_step(std::string_view line, std::span<const std::string> names) {
  std::optional<NamedNumber> best = leading_round(line);
  std::size_t best_rank = 2 * names.size();
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (!is_digit(line[i]) || in_metric_name(line[i - 1])) continue;
    std::size_t end = i;
    while (end > 0 && is(line[end - 1], opening)) --end;
    std::size_t begin = end;
    while (begin > 0 && in_metric_name(line[begin - 1])) --begin;
    const auto word = line.substr(begin, end - begin);
    if (word.empty() || end == i) continue;
    const auto name =
        std::find_if(names.begin(), names.end(), [&](std::string_view n) { return same_letters(n, word); });
    std::string_view rest = line.substr(i);
    const auto value = name == names.end() ? std::nullopt : take_number(rest);
    if (!value || !std::isfinite(*value) || tells_of_the_best(line, begin)) continue;
    if (!rest.empty() && in_metric_name(rest[0]) && rest[0] != '/') continue;
    while (!rest.empty() && is_blank(rest[0])) rest.remove_prefix(1);
    const bool inner = rest.starts_with('/') && !same_letters(word, "epoch");
    if (const auto colon = line.find(':', end); colon < i) {
      const auto number_end = static_cast<std::size_t>(rest.data() - line.data());
      if (in_sentence(line, begin, colon, number_end)) continue;
    }
    const auto rank = static_cast<std::size_t>(name - names.begin()) + (inner ? names.size() : 0);
    if (rank < best_rank) best_rank = rank, best = NamedNumber{word, *value, {}, false};
  }
  return best;
}

}  // namespace kilter
