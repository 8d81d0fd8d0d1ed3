// SPDX-License-Identifier: MIT
// Pairs of BBOB functions in five dimensions.
#include <fmt/format.h>

#include <array>
#include <memory>

#include "bench/tasks/bbob.hpp"
#include "bench/tasks/task.hpp"

namespace kilter::bench {
namespace {

/// A pair of bbob-biobj, and the best hypervolumes that COCO knew of its first instances in five dimensions (numbers of
/// numbbo/coco, BSD-3-Clause).
struct Known {
  int pair;
  std::array<double, 5> volumes;
};

constexpr Known known[] = {
    {1, {0.833325983938046, 0.833326550171773, 0.833326234729300, 0.833326341933813, 0.833326741567897}},
    {3, {0.846749854068149, 0.961673708991661, 0.836864347403167, 0.832971583747097, 0.959274871343529}},
    {4, {0.943986987254761, 0.963228016061301, 0.937876400691285, 0.944467783719829, 0.942088703096789}},
    {5, {0.732281907986013, 0.714728354150645, 0.699887637262389, 0.776082370782278, 0.737159664213289}},
    {22, {0.986971595106298, 0.764268732158784, 0.735416383322925, 0.834636429422373, 0.892867160445433}},
    {23, {0.980181588916716, 0.919716097034810, 0.894398790117847, 0.887971074316904, 0.891337633014244}},
    {24, {0.869771497008233, 0.947908084579614, 0.935400761731177, 0.880902711366356, 0.958073507718569}},
    {47, {0.942626543078939, 0.930096709628886, 0.976644922631438, 0.922264960794021, 0.870082489146549}},
    {49, {0.956451000243124, 0.955513299086273, 0.964440386049329, 0.968253100559998, 0.951109258203373}},
    {50, {0.971107571390120, 0.954381258458011, 0.961254418309200, 0.972715384645819, 0.994266708206341}},
};

constexpr std::size_t dimensions = 5;

Task task(const std::string& name, int pair, int instance, double volume) {
  const auto both = std::make_shared<const std::pair<Bbob, Bbob>>(bbob_pair(pair, instance, dimensions));
  const auto& [left, right] = *both;
  std::vector<Parameter> parameters;
  for (std::size_t i = 1; i <= dimensions; ++i)
    parameters.push_back(parse_range("x" + std::to_string(i), "float(-5,5)"));
  return {.name = name,
          .space = Space(std::move(parameters)),
          .goals = {{.metric = "left"}, {.metric = "right"}},
          .values = [both](const Params& x) { return std::vector{both->first(x), both->second(x)}; },
          .best = volume,
          .bounds = {left(right.best_point()), right(left.best_point())},
          .ideal = {left.best_value(), right.best_value()}};
}

}  // namespace

std::vector<Named> biobjective_tasks() {
  std::vector<Named> tasks;
  for (const auto& [pair, volumes] : known)
    for (int instance = 1; instance <= static_cast<int>(volumes.size()); ++instance) {
      const auto name = fmt::format("biobj/f{:02}_i{:02}_d{:02}", pair, instance, dimensions);
      const double volume = volumes[static_cast<std::size_t>(instance) - 1];
      tasks.push_back({name, "objectives", [=, pair = pair] { return task(name, pair, instance, volume); }});
    }
  return tasks;
}

}  // namespace kilter::bench
