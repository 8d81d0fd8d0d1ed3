// SPDX-License-Identifier: MIT
#include "kilter/samplers/parzen_axes.hpp"

#include <algorithm>
#include <cmath>

#include "kilter/space/encoding.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

constexpr double most_cells = 32;  ///< finer steps are as good as none beside the narrowest bandwidth

bool is_unordered(const Parameter& p) { return p.kind == Kind::categorical || p.kind == Kind::boolean; }

/// Edges of the cells that the levels own in [0, 1].
std::vector<double> edges_of(const Parameter& p) {
  const double count = range_levels(p);
  std::vector<double> edges;
  for (double i = 0; i <= count; ++i) edges.push_back(i / count);
  if (p.kind == Kind::integer && p.scale == Scale::log) {
    const double low = std::log(p.low - 0.5), high = std::log(p.high + 0.5);
    for (std::size_t i = 1; i + 1 < edges.size(); ++i)
      edges[i] = (std::log(p.low + static_cast<double>(i) - 0.5) - low) / (high - low);
  }
  return edges;
}

ParzenAxis axis_of(const Parameter& range, bool always) {
  ParzenAxis axis{.always = always};
  const double count = range_levels(range);
  if (is_unordered(range))
    axis.choices = static_cast<std::size_t>(count);
  else if (count <= most_cells)
    axis.edges = edges_of(range);
  return axis;
}

}  // namespace

ParzenAxes::ParzenAxes(Space space) : space_(std::move(space)) {
  for (const auto& parameter : space_.parameters()) {
    Place place{.range = parameter};
    place.range.beside.reset();
    const bool always = parameter.when.empty();
    const bool varies = range_levels(parameter) > 1;
    if (parameter.beside) {
      place.beside = axes_.size();
      axes_.push_back({.choices = 2, .always = always});
    }
    if (varies) {
      place.axis = axes_.size();
      axes_.push_back(axis_of(place.range, always && !parameter.beside));
    }
    places_.push_back(std::move(place));
  }
}

void ParzenAxes::read(std::size_t parameter, double code, std::vector<double>& row) const {
  const Place& place = places_[parameter];
  if (std::isnan(code)) return;
  const auto& beside = space_[parameter].beside;
  if (place.beside) row[*place.beside] = code == *beside ? 0 : 1;
  if (!place.axis || (place.beside && code == *beside)) return;
  if (is_unordered(place.range)) {
    const double choices = static_cast<double>(axes_[*place.axis].choices);
    if (code >= 0 && code < choices) row[*place.axis] = code;
  } else {
    row[*place.axis] = std::clamp(encode(place.range, code), 0.0, 1.0);
  }
}

std::vector<double> ParzenAxes::row(const Params& params) const {
  std::vector<double> row(axes_.size(), std::nan(""));
  for (std::size_t i = 0; i < space_.size() && i < params.size(); ++i) read(i, params[i], row);
  return row;
}

double ParzenAxes::code(std::size_t parameter, const std::vector<double>& row) const {
  const Place& place = places_[parameter];
  if (place.beside && row[*place.beside] == 0) return *space_[parameter].beside;
  if (!place.axis) return decode(place.range, 0.5);
  if (is_unordered(place.range)) return row[*place.axis];
  return decode(place.range, row[*place.axis]);
}

}  // namespace kilter
