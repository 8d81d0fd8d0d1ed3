// SPDX-License-Identifier: MIT
#include "kilter/models/features.hpp"

#include <algorithm>
#include <cmath>

#include "kilter/space/encoding.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

constexpr double most_listed = 4096;
constexpr double inactive_number = 0.5;
constexpr double inactive_category = -1;

bool is_category(const Parameter& parameter) {
  return parameter.kind == Kind::categorical || parameter.kind == Kind::boolean;
}

Feature feature(const Parameter& parameter, std::size_t index) {
  Feature made{.parameter = index,
               .category = is_category(parameter),
               .levels = levels(parameter),
               .beside = parameter.beside.has_value(),
               .units = {}};
  if (!made.category && made.levels <= most_listed) {
    for (double i = 0; i < made.levels; ++i) made.units.push_back(encode(parameter, code_at(parameter, i)));
    std::sort(made.units.begin(), made.units.end());
  }
  return made;
}

double nearest(const std::vector<double>& sorted, double x) {
  const auto above = std::lower_bound(sorted.begin(), sorted.end(), x);
  if (above == sorted.begin()) return sorted.front();
  if (above == sorted.end()) return sorted.back();
  return *above - x < x - *(above - 1) ? *above : *(above - 1);
}

}  // namespace

Features::Features(Space space) : space_(std::move(space)) {
  for (const bool categories : {false, true})
    for (std::size_t i = 0; i < space_.size(); ++i) {
      const Parameter& parameter = space_[i];
      if (parameter.kind == Kind::fixed || is_category(parameter) != categories || levels(parameter) <= 1) continue;
      features_.push_back(feature(parameter, i));
      if (!categories) ++numeric_;
    }
  conditional_ = !space_.constraints().empty();
  for (const auto& parameter : space_.parameters()) conditional_ = conditional_ || !parameter.when.empty();
}

FeatureRow Features::row(const Params& params) const {
  FeatureRow row(features_.size());
  for (std::size_t k = 0; k < row.size(); ++k) {
    const std::size_t i = features_[k].parameter;
    const double code = i < params.size() ? params[i] : std::nan("");
    if (features_[k].category)
      row[k] = std::isnan(code) ? inactive_category : code;
    else
      row[k] = std::isnan(code) ? inactive_number : encode(space_[i], code);
  }
  return row;
}

Params Features::params(std::span<const double> row, const Params& given) const {
  std::vector<double> units(space_.size(), 0.5);
  for (std::size_t k = 0; k < features_.size(); ++k) {
    const Feature& f = features_[k];
    units[f.parameter] = f.category ? (std::max(row[k], 0.0) + 0.5) / f.levels : row[k];
  }
  return decode(space_, units, given);
}

void Features::snap(std::span<double> row) const {
  for (std::size_t k = 0; k < numeric_; ++k) {
    const Feature& f = features_[k];
    if (!f.units.empty())
      row[k] = nearest(f.units, row[k]);
    else if (f.beside && row[k] < 0.1)
      row[k] = 0.05;
    else if (!std::isinf(f.levels))
      row[k] = encode(space_[f.parameter], decode(space_[f.parameter], row[k]));
    else
      row[k] = std::clamp(row[k], 0.0, 1.0);
  }
}

}  // namespace kilter
