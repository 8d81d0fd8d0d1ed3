// SPDX-License-Identifier: MIT
// The parts of a trial, from wishes into settings: folds, instances or seeds, and how their values are joined.
#pragma once
#include <string>
#include <vector>

#include "kilter/core/settings.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/setup/wishes.hpp"

namespace kilter {

/// "5", or a file with the name of an instance in each line. Throws Error(usage) with `option`.
void read_instances(Wishes& wishes, const std::string& text, const std::string& option);
/// Throws Error(usage) for two kinds of parts, or none.
void take_parts(Wishes& wishes, PartKind kind, int count, const std::string& option);
/// mean, median, iqm or worst. Throws Error(usage) with `option`.
Aggregate aggregate_from(const std::string& text, const std::string& option);

void wish_parts(Settings& settings, Command& command, const Wishes& wishes);
/// Throws Error(usage) where the scheduler cannot work with parts.
void check_parts(const Settings& settings);
void compare_parts(std::vector<std::string>& differences, const Settings& before, const Settings& after);
/// Throws Error(usage) where a study with trials would get other parts.
void keep_parts(const Settings& before, const Settings& after);

}  // namespace kilter
