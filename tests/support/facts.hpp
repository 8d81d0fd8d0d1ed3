// SPDX-License-Identifier: MIT
// Short ways to write a history down in a test.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter::testing {

/// A study over x in [0, 1] that minimises loss.
inline Settings plain_settings(int trials = 10) {
  Settings settings{.name = "plain", .goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.budget.trials = trials;
  return settings;
}

inline Changed changed(const Settings& settings) {
  return {to_json(settings), settings.budget.trials.value_or(-1), "test"};
}

/// Takes facts a second apart.
inline void take(History& history, std::vector<Fact> facts) {
  for (auto& fact : facts) {
    const auto revision = history.revision() + 1;
    history.take({revision, WallTime{std::chrono::seconds{revision}}, std::move(fact)});
  }
}

/// Added, proposed and started.
inline std::vector<Fact> begun(TrialNumber trial, const std::string& params, int attempt = 0) {
  std::vector<Fact> facts;
  if (attempt == 0) facts = {Added{.trial = trial}, Proposed{.trial = trial, .params = params, .by = "test/1"}};
  facts.emplace_back(Started{.run = {trial, 0, attempt}, .worker = "w"});
  return facts;
}

}  // namespace kilter::testing
