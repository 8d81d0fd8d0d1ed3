// SPDX-License-Identifier: MIT
// The trackers that Kilter has: what follows a study to where its people look.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "kilter/base/clock.hpp"
#include "kilter/core/tracker.hpp"

namespace kilter {

/// All of them may be shown a study from its first fact, however much of it they have delivered in another life: what
/// is there already is not written again. follow() throws Error(failure) with a sentence where it can deliver nothing.

/// Event files below `folder`, a run a trial: its metrics as scalars, its settings as hyperparameters.
std::unique_ptr<Tracker> make_tensorboard(const std::filesystem::path& folder, const Clock& clock);

/// `metrics.csv`, a line a number reported, and `trials.csv`, a line a trial.
std::unique_ptr<Tracker> make_csv(const std::filesystem::path& folder);

struct MlflowPlace {
  std::string address;        ///< http://host:port
  std::string experiment;     ///< empty: one of the study's name
  std::string authorization;  ///< the header; empty: none
};

/// A run for the study, and one below it for each trial. Throws Error(usage) for an address that it cannot speak to.
std::unique_ptr<Tracker> make_mlflow(const MlflowPlace& place);

}  // namespace kilter
