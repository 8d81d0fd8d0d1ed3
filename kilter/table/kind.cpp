// SPDX-License-Identifier: MIT
#include "kilter/table/kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/table/census.hpp"

namespace kilter {
namespace {

constexpr std::array kinds{"number", "yes_no", "category", "date", "identifier", "constant", "text"};
constexpr std::size_t few_rows = 20;  // below, that all cells differ tells nothing

std::string shown(std::string_view text) { return printable(text, 40); }

/// By frequency, the first to appear first among equals.
std::vector<std::string> by_frequency(const Census& census) {
  std::vector<std::size_t> order(census.words.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return census.counts[a] > census.counts[b]; });
  std::vector<std::string> words;
  words.reserve(order.size());
  for (const auto at : order) words.push_back(census.words[at]);
  return words;
}

NumberForm form_of(const Census& census) {
  const auto& [point, comma, thousands] = census.numbers;
  if (point >= comma && point >= thousands) return NumberForm::point;
  return thousands > comma || (thousands == comma && census.grouped) ? NumberForm::thousands : NumberForm::comma;
}

/// Numbers, but for a few cells with a word as "unknown".
bool mostly_numbers(const Census& census, std::size_t numbers) {
  return numbers * 50 >= census.present() * 49 && numbers >= few_rows && census.strangers.size() <= 3 &&
         census.words.size() > 10;
}

bool named_as_id(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name == "id" || name == "index" || name == "uuid" || name.ends_with("_id") || name.starts_with("id_") ||
         name.starts_with("unnamed");
}

void decide_numbers(ColumnType& type, const Census& census) {
  const bool plain = census.numbers[0] == census.present();
  if (plain && census.whole && census.all_different && census.missing == 0 && census.rows >= few_rows &&
      (census.counts_up || named_as_id(type.name))) {
    type.kind = ColumnKind::identifier;
    type.why = census.counts_up ? "counts the rows" : "different in every row";
  } else if (census.words.size() == 2 && plain) {
    type.kind = ColumnKind::yes_no;
  } else {
    type.kind = ColumnKind::number;
    if (type.form == NumberForm::comma) type.why = "with a decimal comma";
  }
}

void decide_words(ColumnType& type, const Census& census) {
  const std::size_t present = census.present();
  const bool wordy = census.spaces > 2 * present || census.bytes > 40 * present;
  if (census.all_different && present >= few_rows) {
    type.kind = wordy ? ColumnKind::text : ColumnKind::identifier;
    type.why = "different in every row";
  } else if (census.too_many() || (census.words.size() * 2 > present && present >= few_rows)) {
    type.kind = wordy ? ColumnKind::text : ColumnKind::identifier;
    type.why = census.too_many() ? fmt::format("more than {} different texts", Census::most_distinct)
                                 : fmt::format("{} different texts in {} rows", census.words.size(), present);
  } else {
    type.kind = census.words.size() == 2 ? ColumnKind::yes_no : ColumnKind::category;
  }
}

void decide(ColumnType& type, const Census& census) {
  const std::size_t present = census.present();
  const std::size_t numbers = *std::max_element(census.numbers.begin(), census.numbers.end());
  if (present == 0) {
    type.kind = ColumnKind::constant;
    type.why = "empty in every row";
  } else if (census.words.size() == 1 && census.missing == 0) {
    type.kind = ColumnKind::constant;
    type.why = fmt::format("\"{}\" in every row", shown(census.words.front()));
  } else if (numbers == present) {
    decide_numbers(type, census);
  } else if (mostly_numbers(census, numbers)) {
    type.kind = ColumnKind::number;
    type.why = fmt::format("{} cells are no numbers, as \"{}\", and count as empty", present - numbers,
                           shown(census.strangers.front()));
  } else if (census.dates == present) {
    type.kind = ColumnKind::date;
  } else {
    decide_words(type, census);
  }
}

}  // namespace

const char* to_text(ColumnKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<ColumnKind> column_kind(std::string_view word) {
  const auto at = std::find(kinds.begin(), kinds.end(), word);
  if (at == kinds.end()) return {};
  return static_cast<ColumnKind>(at - kinds.begin());
}

bool usable(ColumnKind kind) { return kind <= ColumnKind::date; }

double value_in(const ColumnType& type, std::string_view cell) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  cell = trim(cell);
  if (is_missing(cell)) return none;
  if (type.kind == ColumnKind::number) return number_in(cell, type.form).value_or(none);
  if (type.kind == ColumnKind::date) return date_in(cell).value_or(none);
  const auto at = std::find(type.categories.begin(), type.categories.end(), cell);
  return at == type.categories.end() ? none : static_cast<double>(at - type.categories.begin());
}

ColumnType type_of(const std::string& name, const Census& census, std::optional<ColumnKind> wanted) {
  ColumnType type{.name = name,
                  .kind = ColumnKind::number,
                  .form = form_of(census),
                  .categories = {},
                  .why = {},
                  .missing = census.missing};
  decide(type, census);
  if (wanted) {
    if (*wanted != type.kind) type.why = "as you said";
    type.kind = *wanted;
    const std::size_t numbers = *std::max_element(census.numbers.begin(), census.numbers.end());
    if ((*wanted == ColumnKind::number && numbers == 0) || (*wanted == ColumnKind::date && census.dates == 0))
      throw Error(
          ErrorKind::usage, {},
          fmt::format("column \"{}\" cannot be read as {}: none of its cells is one", shown(name), to_text(*wanted)),
          {census.words.empty() ? "All its cells are empty."
                                : "Its first cell that is not empty: " + shown(census.words.front())});
    if ((*wanted == ColumnKind::category || *wanted == ColumnKind::yes_no) && census.too_many())
      throw Error(ErrorKind::usage, {},
                  fmt::format("column \"{}\" has more than {} different cells, too many for categories", shown(name),
                              Census::most_distinct));
  }
  if (type.kind == ColumnKind::category || type.kind == ColumnKind::yes_no) type.categories = by_frequency(census);
  return type;
}

}  // namespace kilter
