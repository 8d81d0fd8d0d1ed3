// SPDX-License-Identifier: MIT
#include "kilter/space/space.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"
#include "kilter/space/compiled.hpp"

namespace kilter {

Space::Space() : Space(std::vector<Parameter>{}) {}

Space::Space(std::vector<Parameter> parameters, std::vector<Constraint> constraints)
    : compiled_(std::make_shared<const CompiledSpace>(std::move(parameters), std::move(constraints))) {
  check_defaults();
}

std::size_t Space::size() const { return compiled_->parameters.size(); }
const Parameter& Space::operator[](std::size_t index) const { return compiled_->parameters[index]; }
const std::vector<Parameter>& Space::parameters() const { return compiled_->parameters; }
const std::vector<Constraint>& Space::constraints() const { return compiled_->constraints; }
std::optional<std::size_t> Space::find(std::string_view name) const { return compiled_->find(name); }
std::span<const std::size_t> Space::order() const { return compiled_->order; }

Space Space::with(Parameter parameter) const {
  auto parameters = compiled_->parameters;
  parameters.push_back(std::move(parameter));
  return Space(std::move(parameters), compiled_->constraints);
}

bool Space::active(std::size_t index, const Params& params) const {
  const auto& when = compiled_->facets[index].when;
  return !when || compiled_->evaluate(*when, params).holds();
}

void Space::settle(Params& params) const {
  params.resize(size(), std::numeric_limits<double>::quiet_NaN());
  for (const std::size_t i : compiled_->order) {
    const auto& facet = compiled_->facets[i];
    if (facet.when && !active(i, params))
      params[i] = std::numeric_limits<double>::quiet_NaN();
    else if (facet.constant)
      params[i] = *facet.constant;
    else
      params[i] += 0.0;
  }
}

const Constraint* Space::broken(const Params& params) const {
  for (std::size_t i = 0; i < compiled_->rules.size(); ++i) {
    const auto& rule = compiled_->rules[i];
    if (compiled_->applies(rule, params) && !compiled_->evaluate(rule, params).holds())
      return &compiled_->constraints[i];
  }
  return nullptr;
}

double Space::code(std::size_t index, const Value& value) const { return code_of((*this)[index], value, Form::file); }

Value Space::value(std::size_t index, double code) const {
  const Parameter& p = (*this)[index];
  if (p.kind == Kind::real) return code;
  if (p.kind == Kind::boolean) return code != 0;
  if (p.kind == Kind::integer && std::abs(code) <= 0x1p53) return static_cast<std::int64_t>(std::llround(code));
  if (p.kind != Kind::integer && code >= 0 && code < static_cast<double>(p.choices.size()))
    return p.choices[static_cast<std::size_t>(code)];
  throw Error(ErrorKind::invalid, fmt::format("{} has no value with the code {}", p.name, to_text(code)));
}

bool Space::operator==(const Space& other) const {
  return compiled_ == other.compiled_ || (parameters() == other.parameters() && constraints() == other.constraints());
}

}  // namespace kilter
