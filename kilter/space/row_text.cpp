// SPDX-License-Identifier: MIT
// Configurations as JSON text, written and read without a tree: a study of a million trials passes through here.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"
#include "kilter/space/compiled.hpp"
#include "kilter/space/json_scanner.hpp"
#include "kilter/space/json_text.hpp"
#include "kilter/space/space.hpp"

namespace kilter {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

void append_whole(std::string& text, double value) {
  if (!(std::abs(value) <= 0x1p53) || std::trunc(value) != value) return append_real(text, value);
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value)).ptr;
  text.append(buffer, static_cast<std::size_t>(end - buffer));
}

Value value_of(const JsonScalar& scalar) {
  switch (scalar.type) {
    case JsonScalar::Type::boolean: return scalar.number != 0;
    case JsonScalar::Type::text: return scalar.word();
    default: break;
  }
  if (const auto whole = to_integer(scalar.raw)) return static_cast<std::int64_t>(*whole);
  return scalar.number;
}

}  // namespace

std::string Space::write(const Params& params) const {
  std::string text;
  text.reserve(compiled_->text_size);
  text += '{';
  for (std::size_t i = 0; i < std::min(size(), params.size()); ++i) {
    const double code = params[i];
    if (std::isnan(code)) continue;
    const auto& facet = compiled_->facets[i];
    const Kind kind = compiled_->parameters[i].kind;
    const bool chosen = kind == Kind::ordinal || kind == Kind::categorical || kind == Kind::fixed;
    if (chosen && !(code >= 0 && code < static_cast<double>(facet.choices.size()))) continue;
    if (text.size() > 1) text += ',';
    text += facet.label;
    if (kind == Kind::real)
      append_real(text, code);
    else if (kind == Kind::integer)
      append_whole(text, code);
    else if (kind == Kind::boolean)
      text += code != 0 ? "true" : "false";
    else
      text += facet.choices[static_cast<std::size_t>(code)];
  }
  text += '}';
  return text;
}

/// Goes through the members of an object; names are expected in the order of the space, but need not be.
template <class Store>
void Space::each_member(std::string_view text, const Store& store) const {
  JsonScanner scanner(text);
  scanner.open();
  for (std::size_t expected = 0; scanner.more();) {
    const JsonScalar name = scanner.name();
    std::optional<std::size_t> index;
    if (expected < size() && !name.escaped && (*this)[expected].name == name.inner())
      index = expected;
    else
      index = find(name.escaped ? name.word() : std::string(name.inner()));
    if (index) expected = *index + 1;
    store(name, index, scanner.scalar());
  }
  scanner.close();
}

Params Space::read(std::string_view text) const {
  Params params(size(), absent);
  each_member(text, [&](const JsonScalar&, std::optional<std::size_t> index, const JsonScalar& scalar) {
    if (!index || scalar.type == JsonScalar::Type::null) return;
    const Parameter& p = compiled_->parameters[*index];
    double& code = params[*index];
    if ((p.kind == Kind::real || p.kind == Kind::integer) && scalar.type == JsonScalar::Type::number) {
      code = scalar.number;
      return;
    }
    const auto& choices = compiled_->facets[*index].choices;
    for (std::size_t i = 0; i < choices.size(); ++i)
      if (choices[i] == scalar.raw) {
        code = static_cast<double>(i);
        return;
      }
    try {
      code = code_of(p, value_of(scalar), Form::file, false);
    } catch (const Error&) {
      code = absent;
    }
  });
  return params;
}

bool Space::reads_back(const Params& params) const {
  if (params.size() != size()) return false;
  for (std::size_t i = 0; i < params.size(); ++i) {
    const double code = params[i];
    if (std::isnan(code)) continue;
    const Kind kind = compiled_->parameters[i].kind;
    const bool number = kind == Kind::real || kind == Kind::integer;
    const double choices = kind == Kind::boolean ? 2 : static_cast<double>(compiled_->facets[i].choices.size());
    if (!std::isfinite(code) || (code == 0 && std::signbit(code))) return false;
    if (!number && (code < 0 || code >= choices || std::trunc(code) != code)) return false;
  }
  return true;
}

Params Space::read_strictly(std::string_view text) const {
  Params params(size(), absent);
  each_member(text, [&](const JsonScalar& name, std::optional<std::size_t> index, const JsonScalar& scalar) {
    if (!index) {
      std::vector<std::string> known;
      for (const auto& parameter : parameters()) known.push_back(parameter.name);
      const auto near = nearest(name.word(), known);
      throw Error(ErrorKind::invalid, {}, fmt::format("there is no parameter \"{}\"", printable(name.word(), 60)),
                  {near ? fmt::format("Did you mean {}?", *near) : "Parameters: " + printable(join(known, ", "), 300)});
    }
    if (scalar.type == JsonScalar::Type::null) return;
    if (!std::isnan(params[*index]))
      throw Error(ErrorKind::invalid, fmt::format("{} is given twice", compiled_->parameters[*index].name));
    params[*index] = code(*index, value_of(scalar));
  });
  return params;
}

}  // namespace kilter
