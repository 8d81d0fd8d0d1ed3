// SPDX-License-Identifier: MIT
#include "kilter/samplers/lattice.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "kilter/base/text.hpp"
#include "kilter/space/expression.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();
constexpr double entangled = 1 << 12;  ///< combinations of values that conditions may tie together

std::uint64_t sum(std::uint64_t a, std::uint64_t b) { return std::min(a + b, Lattice::too_many); }

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > Lattice::too_many / a ? Lattice::too_many : a * b;
}

/// For each parameter those that its condition names.
std::vector<std::vector<std::size_t>> parents_of(const Space& space) {
  std::vector<std::vector<std::size_t>> parents(space.size());
  for (std::size_t i = 0; i < space.size(); ++i) {
    if (trim(space[i].when).empty()) continue;
    const auto condition = Expression::parse(space[i].when);
    for (const auto& name : condition.names()) parents[i].push_back(*space.find(name));
  }
  return parents;
}

}  // namespace

double Axis::code(const Parameter& parameter, std::uint64_t digit) const {
  return codes_.empty() ? code_at(parameter, static_cast<double>(digit)) : codes_[digit];
}

Lattice::Lattice(Space space, std::vector<Axis> axes) : space_(std::move(space)), axes_(std::move(axes)) {
  arrange();
  Params row(space_.size(), absent);
  size_ = count(0, row);
}

// A parameter comes right after the last of its parents, so that few parents are looked at across any place.
void Lattice::arrange() {
  auto parents = parents_of(space_);
  std::vector<bool> placed(space_.size(), false);
  const auto place = [&](auto& self, std::size_t i) -> void {
    placed[i] = true;
    places_.push_back({.parameter = i, .conditional = !parents[i].empty(), .frontier = {}, .counts = {}});
    for (const std::size_t child : space_.order()) {
      if (placed[child] || parents[child].empty()) continue;
      if (std::all_of(parents[child].begin(), parents[child].end(), [&](std::size_t p) { return placed[p]; }))
        self(self, child);
    }
  };
  for (const std::size_t i : space_.order())
    if (!placed[i]) place(place, i);
  find_frontiers(parents);
}

void Lattice::find_frontiers(const std::vector<std::vector<std::size_t>>& parents) {
  const auto combinations = [&](const std::vector<std::size_t>& tied) {
    double all = 1;
    for (const std::size_t i : tied) all *= static_cast<double>(axes_[i].size()) + 1;
    return all;
  };
  std::vector<std::size_t> wanted;
  for (auto place = places_.rbegin(); place != places_.rend(); ++place) {
    place->branches = std::erase(wanted, place->parameter) > 0;
    if (place->conditional) {
      std::vector<std::size_t> tied = wanted;
      for (const std::size_t parent : parents[place->parameter])
        if (std::find(tied.begin(), tied.end(), parent) == tied.end()) tied.push_back(parent);
      place->conditional = combinations(tied) <= entangled;
      if (place->conditional) wanted = std::move(tied);
    }
    std::sort(wanted.begin(), wanted.end());
    place->frontier = wanted;
  }
}

std::vector<double> Lattice::frontier(std::size_t at, const Params& row) const {
  std::vector<double> codes;
  codes.reserve(places_[at].frontier.size());
  for (const std::size_t i : places_[at].frontier)
    codes.push_back(row[i] == row[i] ? row[i] : std::numeric_limits<double>::infinity());
  return codes;
}

std::uint64_t Lattice::count(std::size_t at, Params& row) {
  if (at == places_.size()) return 1;
  auto key = frontier(at, row);
  Place& place = places_[at];
  if (const auto known = place.counts.find(key); known != place.counts.end()) return known->second;
  const std::size_t i = place.parameter;
  std::uint64_t total = 0;
  if (place.conditional && !space_.active(i, row)) {
    total = count(at + 1, row);
  } else if (!place.branches) {
    total = product(axes_[i].size(), count(at + 1, row));
  } else {
    for (std::uint64_t digit = 0; digit < axes_[i].size(); ++digit) {
      row[i] = axes_[i].code(space_[i], digit);
      total = sum(total, count(at + 1, row));
    }
    row[i] = absent;
  }
  place.counts.emplace(std::move(key), total);
  return total;
}

std::uint64_t Lattice::count_after(std::size_t at, const Params& row) const {
  return at + 1 == places_.size() ? 1 : places_[at + 1].counts.at(frontier(at + 1, row));
}

Params Lattice::at(std::uint64_t index) const {
  Params row(space_.size(), absent);
  for (std::size_t at = 0; at < places_.size(); ++at) {
    const Place& place = places_[at];
    const std::size_t i = place.parameter;
    if (place.conditional && !space_.active(i, row)) continue;
    std::uint64_t digit = 0;
    if (place.branches) {
      for (;; ++digit) {
        row[i] = axes_[i].code(space_[i], digit);
        const std::uint64_t points = count_after(at, row);
        if (index < points) break;
        index -= points;
      }
    } else {
      const std::uint64_t points = count_after(at, row);
      digit = index / points;
      index %= points;
    }
    row[i] = axes_[i].code(space_[i], digit);
  }
  space_.settle(row);
  return row;
}

}  // namespace kilter
