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
  std::optional<double> best;  ///< the best possible value of the first goal, or hypervolume, where known
  /// Of several goals: values, one a goal, that bound what counts, and values that nothing beats by much. What is
  /// measured then is the hypervolume as a share of the box between the two.
  std::vector<double> bounds, ideal;
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
/// A choice among models with their own parameters, and a network with its layers.
std::vector<Named> conditional_tasks();
/// Ten pairs of BBOB functions (bbob-biobj) in five dimensions, five instances each.
std::vector<Named> biobjective_tasks();
/// The tasks of surrogate_tasks(), accuracy against training time.
std::vector<Named> objective_tasks(const std::filesystem::path& data);
/// The first six tasks of a network fitted to LCBench: the folder `surrogates/lcbench` of `data`.
std::vector<Named> surrogate_tasks(const std::filesystem::path& data);

}  // namespace kilter::bench
