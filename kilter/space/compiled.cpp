// SPDX-License-Identifier: MIT
#include "kilter/space/compiled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"
#include "kilter/space/json_text.hpp"

namespace kilter {
namespace {

/// A circle of conditions as `a -> b -> a`, found by walking up from a parameter that never got its turn.
std::string circle(const std::vector<std::vector<std::size_t>>& parents, const std::vector<bool>& placed,
                   const std::vector<Parameter>& parameters) {
  std::size_t at = static_cast<std::size_t>(std::find(placed.begin(), placed.end(), false) - placed.begin());
  std::vector<std::size_t> path;
  while (std::find(path.begin(), path.end(), at) == path.end()) {
    path.push_back(at);
    at = *std::find_if(parents[at].begin(), parents[at].end(), [&](std::size_t parent) { return !placed[parent]; });
  }
  std::string text;
  for (auto node = std::find(path.begin(), path.end(), at); node != path.end(); ++node)
    text += parameters[*node].name + " -> ";
  return text + parameters[at].name;
}

}  // namespace

CompiledSpace::CompiledSpace(std::vector<Parameter> given, std::vector<Constraint> rules_given)
    : parameters(std::move(given)), constraints(std::move(rules_given)) {
  for (const auto& parameter : parameters) check(parameter, Form::file);
  index_names();
  for (const auto& parameter : parameters) facets.push_back(facet(parameter));
  std::vector<std::string> names;
  for (const auto& constraint : constraints) {
    if (std::find(names.begin(), names.end(), constraint.name) != names.end())
      throw Error(ErrorKind::invalid, fmt::format("two constraints are called \"{}\"", printable(constraint.name, 60)));
    names.push_back(constraint.name);
    rules.push_back(bind(constraint.expression, fmt::format("constraint {}", printable(constraint.name, 60))));
    if (rules.back().parameters.empty())
      throw Error(ErrorKind::invalid,
                  fmt::format("constraint {} names no parameter: {}", printable(constraint.name, 60),
                              printable(constraint.expression, 200)));
  }
  sort_parents_first();
}

void CompiledSpace::index_names() {
  by_name.resize(parameters.size());
  std::iota(by_name.begin(), by_name.end(), std::size_t{0});
  const auto name = [&](std::size_t i) -> const std::string& { return parameters[i].name; };
  std::sort(by_name.begin(), by_name.end(), [&](std::size_t a, std::size_t b) { return name(a) < name(b); });
  for (std::size_t i = 1; i < by_name.size(); ++i)
    if (name(by_name[i - 1]) == name(by_name[i]))
      throw Error(ErrorKind::invalid, fmt::format("two parameters are called \"{}\"", name(by_name[i])));
}

std::optional<std::size_t> CompiledSpace::find(std::string_view name) const {
  const auto at = std::lower_bound(by_name.begin(), by_name.end(), name,
                                   [&](std::size_t i, std::string_view wanted) { return parameters[i].name < wanted; });
  if (at == by_name.end() || parameters[*at].name != name) return {};
  return *at;
}

CompiledSpace::Rule CompiledSpace::bind(std::string_view text, std::string_view owner) const {
  Rule rule;
  try {
    rule.expression = Expression::parse(text);
  } catch (const Error& error) {
    throw Error(ErrorKind::invalid, {}, fmt::format("{}: {}", owner, error.what()), error.message().advice);
  }
  for (const auto& name : rule.expression.names()) {
    if (const auto index = find(name)) {
      rule.parameters.push_back(*index);
      continue;
    }
    std::vector<std::string> known;
    known.reserve(parameters.size());
    for (const auto& parameter : parameters) known.push_back(parameter.name);
    const auto near = nearest(name, known);
    std::vector<std::string> advice = {fmt::format("It reads: {}", printable(text, 200))};
    if (near) advice.insert(advice.begin(), fmt::format("Did you mean {}?", *near));
    throw Error(ErrorKind::invalid, {}, fmt::format("{}: there is no parameter \"{}\"", owner, printable(name, 60)),
                std::move(advice));
  }
  return rule;
}

CompiledSpace::Facet CompiledSpace::facet(const Parameter& parameter) const {
  Facet facet;
  append_quoted(facet.label, parameter.name);
  facet.label += ':';
  for (const auto& choice : parameter.choices) {
    facet.choices.push_back(to_json(choice));
    facet.operands.push_back(Operand::of(choice));
  }
  if (!trim(parameter.when).empty()) facet.when = bind(parameter.when, fmt::format("condition of {}", parameter.name));
  if (levels(parameter) == 1) {
    const bool numeric = parameter.kind == Kind::real || parameter.kind == Kind::integer;
    facet.constant = numeric ? parameter.low : 0.0;
  }
  return facet;
}

void CompiledSpace::sort_parents_first() {
  std::vector<std::vector<std::size_t>> parents(parameters.size());
  std::vector<bool> placed(parameters.size(), false);
  for (std::size_t i = 0; i < facets.size(); ++i) {
    text_size += facets[i].label.size() + 20;
    if (!facets[i].when) continue;
    conditional = true;
    parents[i] = facets[i].when->parameters;
  }
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const auto ready = [&](std::size_t parent) { return placed[parent]; };
      if (placed[i] || !std::all_of(parents[i].begin(), parents[i].end(), ready)) continue;
      placed[i] = moved = true;
      order.push_back(i);
    }
  }
  if (order.size() < parameters.size())
    throw Error(ErrorKind::invalid, {}, "conditions go in a circle: " + circle(parents, placed, parameters),
                {"A parameter's condition may name only parameters that can be decided before it."});
}

Operand CompiledSpace::operand(std::size_t index, const Params& params) const {
  const double code = index < params.size() ? params[index] : std::nan("");
  if (std::isnan(code)) return Operand::absent();
  switch (parameters[index].kind) {
    case Kind::real:
    case Kind::integer: return Operand::of(code);
    case Kind::boolean: return Operand::of(code != 0);
    default: break;
  }
  const auto& operands = facets[index].operands;
  if (!(code >= 0 && code < static_cast<double>(operands.size()))) return Operand::absent();
  return operands[static_cast<std::size_t>(code)];
}

bool CompiledSpace::applies(const Rule& rule, const Params& params) const {
  return std::all_of(rule.parameters.begin(), rule.parameters.end(),
                     [&](std::size_t i) { return i < params.size() && !std::isnan(params[i]); });
}

}  // namespace kilter
