// SPDX-License-Identifier: MIT
#include "kilter/setup/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

constexpr std::size_t longest_name = 200;

}  // namespace

Limit parse_limit(std::string_view text) {
  const auto fail = [&](const char* why) {
    return Error(ErrorKind::usage, {}, fmt::format("--limit {}: {}", printable(text, 80), why),
                 {"For example --limit 'ms<=5', --limit 'val_acc>=0.9'"});
  };
  const std::size_t at = text.find_first_of("<>=");
  if (at == text.npos || text[at] == '=') throw fail("a metric, <= or >=, and a number are expected");
  const std::size_t wide = text.substr(at + 1, 1) == "=" ? 2 : 1;
  Limit limit{.metric = std::string(trim(text.substr(0, at))), .at_least = text[at] == '>'};
  if (limit.metric.empty() || limit.metric.size() > longest_name) throw fail("a metric's name has 1 to 200 characters");
  const auto bound = to_double(trim(text.substr(at + wide)));
  if (!bound || !std::isfinite(*bound)) throw fail("the bound is not a number");
  limit.bound = *bound;
  return limit;
}

std::string to_text(const Limit& limit) {
  return fmt::format("{} {} {}", printable(limit.metric, 80), limit.at_least ? ">=" : "<=", to_text(limit.bound));
}

std::vector<Limit> joined(std::vector<Limit> lower, const std::vector<Limit>& upper) {
  for (const auto& one : upper) {
    const auto same = std::find_if(lower.begin(), lower.end(), [&](const Limit& other) {
      return other.metric == one.metric && other.at_least == one.at_least;
    });
    if (same == lower.end())
      lower.push_back(one);
    else
      *same = one;
  }
  return lower;
}

}  // namespace kilter
