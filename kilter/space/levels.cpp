// SPDX-License-Identifier: MIT
#include "kilter/space/levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kilter {
namespace {

/// The power of ten that makes both numbers whole without loss; 0 where there is none.
double common_scale(double low, double step) {
  const auto whole = [](double x, double scale) {
    return std::abs(x * scale) < 0x1p53 && std::nearbyint(x * scale) / scale == x;
  };
  double scale = 1;
  for (int digits = 0; digits <= 15; ++digits, scale *= 10)
    if (whole(low, scale) && whole(step, scale)) return scale;
  return 0;
}

}  // namespace

double step_of(const Parameter& parameter) {
  return parameter.step == 0 && parameter.kind == Kind::integer ? 1 : parameter.step;
}

bool stepped(const Parameter& parameter) {
  return (parameter.kind == Kind::real || parameter.kind == Kind::integer) && parameter.scale == Scale::linear &&
         step_of(parameter) > 0;
}

double range_levels(const Parameter& parameter) {
  switch (parameter.kind) {
    case Kind::real:
    case Kind::integer:
      if (parameter.low == parameter.high) return 1;
      if (stepped(parameter)) return std::floor((parameter.high - parameter.low) / step_of(parameter) + 1e-9) + 1;
      if (parameter.kind == Kind::integer) return parameter.high - parameter.low + 1;
      return std::numeric_limits<double>::infinity();
    case Kind::boolean: return 2;
    default: return static_cast<double>(parameter.choices.size());
  }
}

double levels(const Parameter& parameter) { return range_levels(parameter) + (parameter.beside ? 1 : 0); }

double level_at(const Parameter& parameter, double index) {
  const double step = step_of(parameter);
  const double scale = common_scale(parameter.low, step);
  double value = parameter.low + index * step;
  if (scale > 0) {
    const double units = std::nearbyint(parameter.low * scale) + index * std::nearbyint(step * scale);
    if (std::abs(units) < 0x1p53) value = units / scale;
  }
  return std::clamp(value, parameter.low, parameter.high);
}

double code_at(const Parameter& parameter, double index) {
  if (parameter.beside && index >= range_levels(parameter)) return *parameter.beside;
  if (parameter.kind != Kind::real && parameter.kind != Kind::integer) return index;
  return stepped(parameter) ? level_at(parameter, index) : parameter.low + index;
}

double index_of(const Parameter& parameter, double value) {
  const double index = (value - parameter.low) / step_of(parameter);
  const double nearest = std::nearbyint(index);
  const bool level = nearest >= 0 && nearest < range_levels(parameter) &&
                     std::abs(level_at(parameter, nearest) - value) <= 1e-9 * step_of(parameter);
  return level ? nearest : index;
}

}  // namespace kilter
