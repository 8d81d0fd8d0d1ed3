// SPDX-License-Identifier: MIT
#include "kilter/cli/given.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/expression.hpp"

namespace kilter::cli {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void unknown_parameter(const Space& space, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& parameter : space.parameters()) names.push_back(parameter.name);
  std::vector<std::string> advice;
  if (const auto meant = nearest(name, names)) advice.push_back("Did you mean " + *meant + "?");
  const std::size_t shown = std::min<std::size_t>(names.size(), 20);
  advice.push_back("Parameters of the study: " + join(std::span(names).first(shown), ", ") +
                   (shown < names.size() ? ", ..." : ""));
  throw Error(ErrorKind::usage, {}, fmt::format("the study has no parameter \"{}\"", printable(name, 60)), advice);
}

Value value_of(const Parameter& parameter, const std::string& text) {
  if (parameter.kind == Kind::boolean) {
    for (const char* yes : {"true", "yes", "1", "on"})
      if (text == yes) return true;
    for (const char* no : {"false", "no", "0", "off"})
      if (text == no) return false;
  }
  for (const auto& choice : parameter.choices)
    if (to_text(choice) == text) return choice;
  const bool numeric = parameter.kind == Kind::real || parameter.kind == Kind::integer;
  if (const auto whole = to_integer(text); whole && numeric) return static_cast<std::int64_t>(*whole);
  if (const auto number = to_double(text); number && numeric) return *number;
  return text;
}

/// What the space says of a bad value is here a slip of the user's.
double code_of(const Space& space, std::size_t index, const std::string& text) {
  try {
    return space.code(index, value_of(space[index], text));
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, error.message().code, error.message().headline, error.message().advice);
  }
}

/// Throws where a condition of a given parameter is known to fail.
void check_active(const Space& space, const Params& given, std::size_t index) {
  const Parameter& parameter = space[index];
  if (parameter.when.empty() || space.active(index, given)) return;
  const Expression condition = Expression::parse(parameter.when);
  for (const auto& name : condition.names()) {
    const auto parent = space.find(name);
    if (!parent || std::isnan(given[*parent])) return;
  }
  throw Error(ErrorKind::usage, {},
              fmt::format("{} exists only where {}, which does not hold here", parameter.name, parameter.when),
              {"Leave it out, or change what it depends on."});
}

}  // namespace

std::pair<std::string, std::string> name_and_value(const std::string& word) {
  const auto at = word.find('=');
  if (at == word.npos || at == 0)
    throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" is not of the form NAME=VALUE", printable(word, 100)),
                {"For example: lr=0.01"});
  return {word.substr(0, at), word.substr(at + 1)};
}

Params with_words(const Space& space, Params given, const std::vector<std::string>& words) {
  given.resize(space.size(), absent);
  std::set<std::string> named;
  for (const auto& word : words) {
    const auto [name, text] = name_and_value(word);
    const auto index = space.find(name);
    if (!index) unknown_parameter(space, name);
    if (!named.insert(name).second)
      throw Error(ErrorKind::usage, fmt::format("{} stands twice in what you typed", name));
    given[*index] = code_of(space, *index, text);
  }
  for (const auto& name : named) check_active(space, given, *space.find(name));
  Params settled = given;
  space.settle(settled);
  if (const auto* broken = space.broken(settled))
    throw Error(ErrorKind::usage, {},
                fmt::format("these settings break the constraint {}: {}", broken->name, broken->expression));
  return given;
}

}  // namespace kilter::cli
