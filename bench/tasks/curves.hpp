// SPDX-License-Identifier: MIT
// Recorded learning curves: TaskSet's recurrent networks, a thousand settings of Adam each.
// L. Metz et al.: Using a thousand optimization tasks to learn hyperparameter search strategies (arXiv 2002.11887).
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "kilter/space/space.hpp"

namespace kilter::bench {

struct CurveTask {
  std::string name;
  Space space;
  std::vector<std::vector<double>> units;   ///< of each setting, in the unit cube
  std::vector<std::vector<double>> losses;  ///< of each setting, by epoch from 1; what diverged has ten times its first
};

/// Of `data`/curves/taskset_rnn, by name. Throws std::runtime_error.
std::vector<CurveTask> curve_tasks(const std::filesystem::path& data);

/// Where a configuration of the task lies in the unit cube.
std::vector<double> unit_of(const CurveTask& task, const Params& params);

}  // namespace kilter::bench
