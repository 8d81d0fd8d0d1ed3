// SPDX-License-Identifier: MIT
// JSON that verbs print: one object a line, numbers exact, absent values null. The shapes are in docs/json.md.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter::cli {

using Json = nlohmann::ordered_json;

/// NaN and the infinities as the strings "nan", "inf", "-inf".
Json number_json(std::optional<double> value);
Json time_json(std::optional<WallTime> time);
/// `[{"metric":"val_acc","direction":"maximize"}]`
Json goals_json(const std::vector<Goal>& goals);
/// The values of a trial, a number or null a goal.
Json values_json(const Trial& trial, const std::vector<Goal>& goals);
/// By how much the trial is better than the defaults, a number or null a goal.
Json gain_json(const History& history, const Trial& trial);
Json params_json(const Space& space, const Params& params);

/// One line to stdout.
void print_json(const Json& json);
/// The same with `next`: commands that make sense now, the first the most.
void print_json(Json json, const std::vector<std::string>& next);

}  // namespace kilter::cli
