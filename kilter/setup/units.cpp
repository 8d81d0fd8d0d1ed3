// SPDX-License-Identifier: MIT
#include "kilter/setup/units.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <ctime>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

struct Unit {
  std::string_view names;  ///< between blanks
  double factor;
};

constexpr std::array<Unit, 5> durations{{{" ms ", 1e-3},
                                         {" s sec secs second seconds ", 1},
                                         {" m min mins minute minutes ", 60},
                                         {" h hour hours ", 3600},
                                         {" d day days ", 86400}}};
constexpr std::array<Unit, 9> sizes{{{" b byte bytes ", 1},
                                     {" k kb ", 1e3},
                                     {" m mb ", 1e6},
                                     {" g gb ", 1e9},
                                     {" t tb ", 1e12},
                                     {" ki kib ", 1024.0},
                                     {" mi mib ", 1048576.0},
                                     {" gi gib ", 1073741824.0},
                                     {" ti tib ", 1099511627776.0}}};

/// One number and its unit off the front of `text`; nullopt where there is none.
template <std::size_t N>
std::optional<double> amount(std::string_view& text, const std::array<Unit, N>& units) {
  const auto digits = std::min(text.find_first_not_of("0123456789.eE+"), text.size());
  auto number = to_double(text.substr(0, digits));
  if (!number || text.starts_with('+')) return {};
  text = trim(text.substr(digits));
  std::string word = " ";
  while (!text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0) {
    word += static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    text.remove_prefix(1);
  }
  text = trim(text);
  if (word == " ") return text.empty() ? number : std::nullopt;
  word += ' ';
  for (const auto& unit : units)
    if (unit.names.find(word) != std::string_view::npos) return *number * unit.factor;
  return {};
}

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return {};
  const auto part = text.substr(from, count);
  if (part.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return static_cast<int>(*to_integer(part));
}

WallTime from_seconds(std::time_t seconds) { return WallTime{std::chrono::seconds{seconds}}; }

std::time_t to_seconds(WallTime time) {
  return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

std::optional<WallTime> next_time_of_day(std::string_view text, WallTime now) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) return {};
  const auto hour = digits(text, 0, colon), minute = digits(text, colon + 1, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return {};
  const std::time_t from = to_seconds(now);
  std::tm day{};
  localtime_r(&from, &day);
  day.tm_hour = *hour, day.tm_min = *minute, day.tm_sec = 0, day.tm_isdst = -1;
  std::tm same = day;
  std::time_t at = std::mktime(&same);
  if (at <= from) ++day.tm_mday, at = std::mktime(&day);
  return from_seconds(at);
}

std::optional<WallTime> date_and_time(std::string_view text) {
  const bool utc = text.ends_with('Z');
  if (utc) text.remove_suffix(1);
  if (text.size() != 16 && text.size() != 19) return {};
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2);
  const auto second = text.size() == 19 ? digits(text, 17, 2) : std::optional<int>(0);
  const bool marks = text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == ' ') && text[13] == ':' &&
                     (text.size() == 16 || text[16] == ':');
  if (!marks || !year || !month || !day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
    return {};
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *year < 1970) return {};
  std::tm parts{};
  parts.tm_year = *year - 1900, parts.tm_mon = *month - 1, parts.tm_mday = *day;
  parts.tm_hour = *hour, parts.tm_min = *minute, parts.tm_sec = *second, parts.tm_isdst = -1;
  return from_seconds(utc ? timegm(&parts) : std::mktime(&parts));
}

}  // namespace

std::optional<double> parse_duration(std::string_view text) {
  text = trim(text);
  if (text.empty()) return {};
  double sum = 0;
  for (bool first = true; !text.empty(); first = false) {
    const bool bare = text.find_first_not_of("0123456789.eE+") == std::string_view::npos;
    const auto part = amount(text, durations);
    if (!part || (bare && !first)) return {};
    sum += *part;
  }
  return std::isfinite(sum) && sum < 1e10 ? std::optional(sum) : std::nullopt;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  text = trim(text);
  const auto bytes = amount(text, sizes);
  if (!bytes || !text.empty() || !(*bytes >= 0) || *bytes > 1e18) return {};
  return static_cast<std::uint64_t>(*bytes);
}

std::optional<WallTime> parse_until(std::string_view text, WallTime now) {
  text = trim(text);
  if (const auto time = next_time_of_day(text, now)) return time;
  return date_and_time(text);
}

std::string local_time_text(WallTime time, WallTime now) {
  const std::time_t at = to_seconds(time), today = to_seconds(now);
  std::tm then{}, here{};
  localtime_r(&at, &then);
  localtime_r(&today, &here);
  const bool same_day = then.tm_yday == here.tm_yday && then.tm_year == here.tm_year;
  return same_day ? fmt::format("{:%H:%M}", then) : fmt::format("{:%a %d %b %H:%M}", then);
}

}  // namespace kilter
