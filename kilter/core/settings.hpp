// SPDX-License-Identifier: MIT
// What a study is asked to do: goals, space, sampler and scheduler with their options, budget, seed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/base/clock.hpp"
#include "kilter/space/space.hpp"

namespace kilter {

/// How the curve of a trial becomes its value where the program names no final one.
enum class Summary { last, best, mean_last };

/// How the values of a trial's parts become the trial's. `iqm`: the mean of the middle half.
enum class Aggregate { mean, median, iqm, worst };

struct Goal {
  std::string metric;
  bool maximize = false;
  Summary from = Summary::last;
  int reports = 1;  ///< how many reports mean_last averages
  Aggregate over = Aggregate::mean;
  bool operator==(const Goal&) const = default;
};

/// What the parts of a trial are.
enum class PartKind { fold, instance, seed };
const char* to_text(PartKind kind);

/// A bound on a metric that only a trial tells. One beyond it is no solution, and what it says of the goals still
/// counts.
struct Limit {
  std::string metric;
  double bound = 0;
  bool at_least = false;  ///< else at most
  bool operator==(const Limit&) const = default;
};

/// A plug by its name in the registry, and its options as a JSON object that only the plug reads.
struct Plug {
  std::string name;
  std::string options = "{}";
  bool operator==(const Plug&) const = default;
};

/// Totals over all starts of the study. Whichever limit comes first ends it.
struct Budget {
  std::optional<int> trials;
  std::optional<double> hours;  ///< while at least one trial runs
  std::optional<WallTime> until;
  double shortest = 1;  ///< shortest useful training length, in the program's own steps
  double full = 1;      ///< full training length; equal to `shortest`: one length for all
  bool operator==(const Budget&) const = default;
};

/// How often a trial is tried again, by cause.
struct Retry {
  int lost = 3;
  int error = 0;
  bool operator==(const Retry&) const = default;
};

struct Settings {
  std::string name;
  std::string note;
  std::vector<Goal> goals;  ///< at least one in a study that runs
  std::vector<Limit> limits;
  Space space;
  Plug sampler{"auto"};
  Plug scheduler{"none"};
  Budget budget;
  Retry retry;
  int parts = 1;  ///< folds, instances or seeds of one trial; fixed once there is a trial
  PartKind part_kind = PartKind::fold;
  std::string test_metric;  ///< shown to nobody before the study is done; empty: none
  std::uint64_t seed = 0;
  bool paused = false;     ///< nothing new starts
  std::string job = "{}";  ///< what the executor runs, a JSON object that only its owner reads
  bool operator==(const Settings&) const = default;
};

/// One JSON object; equal settings give equal text.
std::string to_json(const Settings& settings);
/// Throws Error(invalid) naming the key.
Settings settings_from_json(std::string_view json);

}  // namespace kilter
