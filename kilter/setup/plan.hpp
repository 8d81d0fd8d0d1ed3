// SPDX-License-Identifier: MIT
// From wishes to the settings of a study: a new one's, and what changes in one that exists.
#pragma once
#include <string>
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/core/settings.hpp"
#include "kilter/setup/program.hpp"
#include "kilter/setup/wishes.hpp"

namespace kilter {

/// Ten trials and five more for each parameter that is searched, at most sixty.
int default_trials(const Space& space);

struct Plan {
  Settings settings;
  std::string trials_why;     ///< why that many trials, where Kilter chose; else empty
  std::string scheduler_why;  ///< the same for the scheduler
};

/// The settings of a new study; what was not wished is chosen. Throws Error(usage or
/// invalid): K101, K103, no metric, no parameter, an unknown sampler.
/// `look_first`: no metric is needed; one trial will tell what there is to choose from.
Plan plan(const Wishes& wishes, bool look_first = false);

/// What is new, changed or gone in a space, one line each, as in K113.
std::vector<std::string> space_differences(const Space& before, const Space& after);

struct Change {
  Settings settings;
  std::vector<std::string> differences;  ///< "trials 30 → 40"; empty: nothing changes
  std::vector<std::string> space;        ///< the lines of K113; empty: the space stays
};

/// An existing study's settings with what the wishes say explicitly. Throws Error(usage) K114 for another goal.
Change change(const Settings& existing, const Wishes& wishes);

/// The program of the settings, its metrics filled in.
Program program_of(const Settings& settings);

}  // namespace kilter
