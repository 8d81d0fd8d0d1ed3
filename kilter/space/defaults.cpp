// SPDX-License-Identifier: MIT
// The configuration that a study starts from.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/compiled.hpp"
#include "kilter/space/draw.hpp"
#include "kilter/space/encoding.hpp"
#include "kilter/space/space.hpp"

namespace kilter {
namespace {

/// The centre of a continuous range as a person would write it: three significant digits, where that stays inside.
double readable(const Parameter& p, double code) {
  if (p.kind != Kind::real || levels(p) < std::numeric_limits<double>::infinity()) return code;
  const double shorter = *to_double(rounded(code, 3));
  return shorter >= p.low && shorter <= p.high ? shorter : code;
}

}  // namespace

Params Space::centre() const {
  Params params(size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < size(); ++i) {
    const Parameter& p = (*this)[i];
    if (p.fallback)
      params[i] = code(i, *p.fallback);
    else if (p.kind == Kind::categorical || p.kind == Kind::boolean || p.kind == Kind::fixed)
      params[i] = 0;
    else
      params[i] = readable(p, decode(p, p.beside ? 0.55 : 0.5));
  }
  settle(params);
  return params;
}

void Space::check_defaults() const {
  if (compiled_->constraints.empty()) return;
  const Params params = centre();
  for (std::size_t i = 0; i < compiled_->rules.size(); ++i) {
    const auto& rule = compiled_->rules[i];
    const auto declared = [&](std::size_t j) { return (*this)[j].fallback || compiled_->facets[j].constant; };
    if (!std::all_of(rule.parameters.begin(), rule.parameters.end(), declared)) continue;
    if (!compiled_->applies(rule, params) || compiled_->evaluate(rule, params).holds()) continue;
    std::vector<std::string> values;
    values.reserve(rule.parameters.size());
    for (const std::size_t j : rule.parameters)
      values.push_back(fmt::format("{} = {}", (*this)[j].name, printable(to_text(value(j, params[j])), 60)));
    throw Error(ErrorKind::invalid, {},
                fmt::format("the defaults break constraint {}: {}", printable(constraints()[i].name, 60),
                            printable(constraints()[i].expression, 200)),
                {printable(join(values, ", "), 300), "Change a default or the constraint."});
  }
}

Params Space::defaults() const {
  Params params = centre();
  if (!broken(params)) return params;
  Params declared(size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < size(); ++i)
    if ((*this)[i].fallback) declared[i] = code(i, *(*this)[i].fallback);
  try {
    return draw(*this, Rng{}, 0, declared);
  } catch (const Error&) {
    return draw(*this, Rng{}, 0);
  }
}

}  // namespace kilter
