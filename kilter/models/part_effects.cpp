// SPDX-License-Identifier: MIT
#include "kilter/models/part_effects.hpp"

#include <cmath>

#include "kilter/maths/two_way.hpp"

namespace kilter {

std::optional<double> completed_value(const Part& part, const Goal& goal) {
  if (!part.end || part.end->end != End::completed) return {};
  const auto value = value_of(*part.end, part.curve, goal);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

PartEffects part_effects(const History& history, const Goal& goal) {
  const auto parts = static_cast<std::size_t>(history.settings().parts);
  std::vector<Cell> cells;
  for (const auto& trial : history.trials())
    for (const auto& part : trial.parts)
      if (const auto value = completed_value(part, goal); value && static_cast<std::size_t>(part.index) < parts)
        cells.push_back({static_cast<std::size_t>(trial.number), static_cast<std::size_t>(part.index), *value});
  TwoWay fit = two_way(cells, history.trials().size(), parts);
  return {std::move(fit.columns), fit.deviation};
}

std::optional<double> adjusted_value(const Trial& trial, const Goal& goal, const PartEffects& effects) {
  const auto value = value_of(trial, goal);
  if (!value) return {};
  double bias = 0, count = 0;
  for (const auto& part : trial.parts)
    if (completed_value(part, goal) && static_cast<std::size_t>(part.index) < effects.effects.size())
      bias += effects.effects[static_cast<std::size_t>(part.index)], ++count;
  return count > 0 ? *value - bias / count : *value;
}

}  // namespace kilter
