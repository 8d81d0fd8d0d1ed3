// SPDX-License-Identifier: MIT
// A problem that samplers are measured on: a space, goals, and a value for each configuration.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/settings.hpp"

namespace kilter::bench {

/// A value; `values` may be called from any thread.
struct Task {
  std::string name;
  Space space;
  std::vector<Goal> goals;
  /// One value a goal, in the goals' own directions.
  std::function<std::vector<double>(const Params&)> values;
  std::optional<double> best;  ///< the best possible value of the first goal, where known
};

/// A task that is read or built only when it is run.
struct Named {
  std::string name;
  std::string suite;
  std::function<Task()> make;
};

/// Branin, Hartmann-6, Rosenbrock-5.
std::vector<Named> function_tasks();
/// Recorded settings of real networks: the folder `tables` of `data`.
std::vector<Named> table_tasks(const std::filesystem::path& data);
/// The first six tasks of a network fitted to LCBench: the folder `surrogates/lcbench` of `data`.
std::vector<Named> surrogate_tasks(const std::filesystem::path& data);

}  // namespace kilter::bench
