// SPDX-License-Identifier: MIT
#include "kilter/samplers/refinement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/encoding.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

constexpr int most_points = 1'000'000;

void check(const Space& space, const GridOptions& options) {
  const auto possible = [](int points, std::string_view of) {
    if (points >= 1 && points <= most_points) return;
    throw Error(ErrorKind::invalid, {},
                fmt::format("a grid cannot have {} points{}", points, of.empty() ? "" : fmt::format(" of {}", of)),
                {fmt::format("Give a number from 1 to {}.", most_points)});
  };
  possible(options.points, {});
  std::vector<std::string> names;
  for (const auto& parameter : space.parameters()) names.push_back(parameter.name);
  for (const auto& [name, points] : options.numbers) {
    possible(points, printable(name, 60));
    if (space.find(name)) continue;
    const auto meant = nearest(name, names);
    throw Error(ErrorKind::invalid, {},
                fmt::format("the grid has {} points of {}, which is no parameter", points, printable(name, 60)),
                {meant ? fmt::format("Did you mean {}?", *meant)
                       : fmt::format("The parameters are {}.", printable(join(names, ", "), 300))});
  }
}

/// `points` values equally spaced in the unit interval, ends included; fewer where some are the same.
std::vector<double> spaced(Parameter parameter, int points) {
  parameter.beside.reset();
  if (points == 1) return {decode(parameter, 0.5)};
  std::vector<double> codes;
  for (int i = 0; i < points; ++i) {
    const double code = decode(parameter, static_cast<double>(i) / (points - 1));
    if (codes.empty() || codes.back() != code) codes.push_back(code);
  }
  return codes;
}

}  // namespace

Refinement::Refinement(const Space& space, const GridOptions& options) {
  check(space, options);
  for (const auto& parameter : space.parameters()) {
    const auto own = options.numbers.find(parameter.name);
    codes_.push_back(codes(parameter, own == options.numbers.end() ? options.points : own->second));
    const std::size_t count = codes_.back().in_order.size();
    if (count > 2) levels_ = std::max(levels_, static_cast<int>(std::bit_width(count - 2)));
  }
}

Refinement::Codes Refinement::codes(const Parameter& parameter, int points) const {
  Codes codes;
  const bool number = parameter.kind == Kind::real || parameter.kind == Kind::integer;
  const double range = range_levels(parameter);
  if (number && range > points) {
    codes.in_order = spaced(parameter, points);
  } else {
    auto& all = number || parameter.kind == Kind::ordinal ? codes.in_order : codes.always;
    for (double index = 0; index < range; ++index) all.push_back(code_at(parameter, index));
  }
  if (parameter.beside) codes.always.push_back(*parameter.beside);
  return codes;
}

std::vector<Axis> Refinement::axes(int level) const {
  std::vector<Axis> axes;
  axes.reserve(codes_.size());
  for (const Codes& codes : codes_) {
    std::vector<double> some;
    const std::uint64_t last = codes.in_order.empty() ? 0 : codes.in_order.size() - 1;
    std::uint64_t before = 0;
    for (std::uint64_t i = 0; i <= std::uint64_t{1} << level && !codes.in_order.empty(); ++i) {
      const std::uint64_t at = (2 * i * last + (std::uint64_t{1} << level)) >> (level + 1);
      if (some.empty() || at != before) some.push_back(codes.in_order[at]);
      before = at;
    }
    some.insert(some.end(), codes.always.begin(), codes.always.end());
    axes.push_back(Axis::of_codes(std::move(some)));
  }
  return axes;
}

}  // namespace kilter
