// SPDX-License-Identifier: MIT
#include "kilter/cli/json_out.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/analysis/ranking.hpp"
#include "kilter/base/text.hpp"

namespace kilter::cli {

Json number_json(std::optional<double> value) {
  if (!value) return nullptr;
  return std::isfinite(*value) ? Json(*value) : Json(to_text(*value));
}

Json time_json(std::optional<WallTime> time) { return time ? Json(to_text(*time)) : Json(nullptr); }

Json goals_json(const std::vector<Goal>& goals) {
  Json list = Json::array();
  for (const auto& goal : goals)
    list.push_back({{"metric", goal.metric}, {"direction", goal.maximize ? "maximize" : "minimize"}});
  return list;
}

Json values_json(const Trial& trial, const std::vector<Goal>& goals) {
  Json object = Json::object();
  for (const auto& goal : goals) object[goal.metric] = number_json(value_of(trial, goal));
  return object;
}

Json gain_json(const History& history, const Trial& trial) {
  Json object = Json::object();
  for (const auto& goal : history.settings().goals) {
    const auto value = value_of(trial, goal);
    const auto over = value ? gain(history, goal, *value) : std::nullopt;
    object[goal.metric] = over ? number_json(over->better_by) : Json(nullptr);
  }
  return object;
}

Json params_json(const Space& space, const Params& params) { return Json::parse(space.write(params)); }

void print_json(Json json, const std::vector<std::string>& next) {
  json["next"] = next;
  print_json(json);
}

void print_json(const Json& json) { fmt::print("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace)); }

}  // namespace kilter::cli
