// SPDX-License-Identifier: MIT
#include "kilter/space/encoding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

constexpr double beside_share = 0.1;

double transformed(Scale scale, double x) {
  switch (scale) {
    case Scale::linear: return x;
    case Scale::log: return std::log(x);
    case Scale::logit: return std::log(x) - std::log1p(-x);
    case Scale::reverse_log: return -std::log1p(-x);
  }
  return x;
}

double restored(Scale scale, double t) {
  switch (scale) {
    case Scale::linear: return t;
    case Scale::log: return std::exp(t);
    case Scale::logit: return 1 / (1 + std::exp(-t));
    case Scale::reverse_log: return -std::expm1(-t);
  }
  return t;
}

/// The scale's ends, with half a step of margin where integers own cells of a log scale.
struct Ends {
  double low, high;
};
Ends ends(const Parameter& p) {
  if (p.kind == Kind::integer) return {std::log(p.low - 0.5), std::log(p.high + 0.5)};
  return {transformed(p.scale, p.low), transformed(p.scale, p.high)};
}

double cell_centre(double index, double count) { return (index + 0.5) / count; }
double cell(double unit, double count) { return std::min(count - 1, std::floor(unit * count)); }

/// Of the range alone. Values outside it (kept from an earlier, wider range) fall outside [0, 1], but never far.
double encode_range(const Parameter& p, double code) {
  if (range_levels(p) == 1) return 0.5;
  if (p.kind == Kind::ordinal || p.kind == Kind::categorical || p.kind == Kind::boolean)
    return cell_centre(code, range_levels(p));
  double unit = 0;
  if (stepped(p)) {
    unit = cell_centre(index_of(p, code), range_levels(p));
  } else {
    const auto [low, high] = ends(p);
    const double t = transformed(p.scale, code);
    unit = (t - low) / (high - low);
    if (std::isnan(unit)) unit = code < p.low ? -1 : 2;
  }
  return std::clamp(unit, -1.0, 2.0);
}

double decode_range(const Parameter& p, double unit) {
  if (range_levels(p) == 1) return p.kind == Kind::real || p.kind == Kind::integer ? p.low : 0.0;
  if (p.kind == Kind::ordinal || p.kind == Kind::categorical || p.kind == Kind::boolean)
    return cell(unit, range_levels(p));
  if (stepped(p)) return level_at(p, cell(unit, range_levels(p)));
  if (p.kind == Kind::real && unit <= 0) return p.low;
  if (p.kind == Kind::real && unit >= 1) return p.high;
  const auto [low, high] = ends(p);
  const double x = restored(p.scale, low + unit * (high - low));
  return std::clamp(p.kind == Kind::integer ? std::floor(x + 0.5) : x, p.low, p.high) + 0.0;
}

}  // namespace

double encode(const Parameter& parameter, double code) {
  if (std::isnan(code)) return code;
  if (!parameter.beside) return encode_range(parameter, code);
  if (code == *parameter.beside) return beside_share / 2;
  return beside_share + (1 - beside_share) * encode_range(parameter, code);
}

double decode(const Parameter& parameter, double unit) {
  unit = unit > 0 ? std::min(unit, 1.0) : 0.0;
  if (!parameter.beside) return decode_range(parameter, unit);
  if (unit < beside_share) return *parameter.beside;
  return decode_range(parameter, (unit - beside_share) / (1 - beside_share));
}

std::vector<double> encode(const Space& space, const Params& params) {
  std::vector<double> units(space.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < space.size() && i < params.size(); ++i) units[i] = encode(space[i], params[i]);
  return units;
}

Params decode(const Space& space, std::span<const double> unit, const Params& given) {
  Params params(space.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < space.size(); ++i) {
    const bool stays = i < given.size() && !std::isnan(given[i]);
    params[i] = stays ? given[i] : decode(space[i], i < unit.size() ? unit[i] : 0.5);
  }
  space.settle(params);
  return params;
}

}  // namespace kilter
