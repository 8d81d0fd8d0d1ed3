// SPDX-License-Identifier: MIT
#include "kilter/table/cells.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Takes a number of `least` to `most` digits from the front.
std::optional<int> take(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t length = 0;
  int value = 0;
  while (length < most && length < text.size() && digit(text[length])) value = 10 * value + (text[length++] - '0');
  if (length < least) return {};
  text.remove_prefix(length);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

/// A share of a day: 14:02, 14:02:11, 14:02:11.25, a Z after it.
std::optional<double> time_of_day(std::string_view text) {
  const auto hour = take(text, 1, 2);
  if (!hour || *hour > 24 || !take(text, ':')) return {};
  const auto minute = take(text, 2, 2);
  if (!minute || *minute > 59) return {};
  double seconds = 0;
  if (take(text, ':')) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto read = to_double(text.substr(0, end));
    if (!read || !(*read < 61)) return {};
    seconds = *read;
    text.remove_prefix(end);
  }
  take(text, 'Z');
  if (!text.empty()) return {};
  return (3600.0 * *hour + 60.0 * *minute + seconds) / 86400;
}

std::optional<double> days(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

}  // namespace

bool is_missing(std::string_view cell) {
  cell = trim(cell);
  if (cell.size() > 5) return false;
  static constexpr std::array<std::string_view, 14> words{"",     "NA",   "N/A",  "n/a", "na", "NaN",  "nan",
                                                          "NULL", "null", "None", "?",   "-",  "#N/A", "<NA>"};
  return std::find(words.begin(), words.end(), cell) != words.end();
}

std::optional<double> number_in(std::string_view cell, NumberForm form) {
  cell = trim(cell);
  if (cell.empty()) return {};
  // Words as inf and nan are none of our numbers.
  const char last = cell.back();
  if (!digit(last) && last != '.') return {};
  std::optional<double> value;
  if (form == NumberForm::point) {
    value = to_double(cell);
  } else {
    const char group = form == NumberForm::comma ? '.' : ',', point = form == NumberForm::comma ? ',' : '.';
    std::string plain;
    std::size_t points = 0, since_group = 3;
    for (const char c : cell) {
      if (c == group) {
        if (points > 0 || plain.empty() || since_group < 1) return {};
        since_group = 0;
        continue;
      }
      if (c == point) ++points;
      if (digit(c) && points == 0) ++since_group;
      plain += c == point ? '.' : c;
    }
    if (points > 1 || (since_group != 3 && cell.find(group) != std::string_view::npos)) return {};
    value = to_double(plain);
  }
  if (!value || !std::isfinite(*value)) return {};
  return value;
}

std::optional<double> date_in(std::string_view cell) {
  cell = trim(cell);
  if (cell.size() < 8 || cell.size() > 40 || !digit(cell[0])) return {};
  std::string_view rest = cell;
  std::optional<double> date;
  if (const auto year = take(rest, 4, 4)) {
    const char between = rest.empty() ? '\0' : rest[0];
    if (between != '-' && between != '/') return {};
    take(rest, between);
    const auto month = take(rest, 1, 2);
    if (!month || !take(rest, between)) return {};
    const auto day = take(rest, 1, 2);
    if (!day) return {};
    date = days(*year, *month, *day);
  } else {
    rest = cell;
    const auto day = take(rest, 1, 2);
    if (!day || !take(rest, '.')) return {};
    const auto month = take(rest, 1, 2);
    if (!month || !take(rest, '.')) return {};
    const auto year_after = take(rest, 4, 4);
    if (!year_after) return {};
    date = days(*year_after, *month, *day);
  }
  if (!date || rest.empty()) return date;
  if (rest[0] != ' ' && rest[0] != 'T') return {};
  const auto time = time_of_day(trim(rest.substr(1)));
  if (!time) return {};
  return *date + *time;
}

}  // namespace kilter
