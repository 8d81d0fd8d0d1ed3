// SPDX-License-Identifier: MIT
// What a C++ program says of its study: goal, place, space, plugs, budget.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kilter/core/direction.hpp"
#include "kilter/core/settings.hpp"

namespace kilter {

using enum Direction;

/// `run.suggest_float("lr", 1e-5, 1e-1, kilter::log)`.
inline constexpr Scale log = Scale::log;

struct InMemory {};
inline constexpr InMemory in_memory{};

/// Where a study is kept: a folder of studies, or this process's memory.
class Place {
 public:
  Place() = default;
  Place(InMemory) : folder_{} {}
  Place(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Place(const char* folder) : folder_(folder) {}

  bool in_memory() const { return folder_.empty(); }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_ = "kilter-studies";
};

struct StudyOptions {
  std::string name = "study";
  Direction direction = minimize;
  std::string metric = "value";  ///< the name of the number that the objective returns
  std::vector<Goal> goals;       ///< in place of direction and metric, where there are several
  Place storage;
  Space space;                         ///< known in advance; parameters that a run asks for join it
  std::string sampler;                 ///< empty: the study's own, auto for a new one
  std::string sampler_options = "{}";  ///< as JSON
  std::string scheduler;               ///< empty: the study's own, none for a new one
  std::string scheduler_options = "{}";
  std::optional<std::uint64_t> seed;  ///< absent: the study's own, 0 for a new one
  double shortest = 1;                ///< steps of the shortest useful training, for schedulers
  double full = 1;                    ///< steps of a whole training
  std::optional<int> trials;          ///< of the whole study, over all starts
};

struct OptimizeOptions {
  std::optional<int> trials;    ///< of the whole study, over all calls and starts; 60 where no limit is given at all
  std::optional<double> hours;  ///< the same, while at least one trial runs
  int jobs = 1;                 ///< trials at once; 1: in the calling thread
};

}  // namespace kilter
