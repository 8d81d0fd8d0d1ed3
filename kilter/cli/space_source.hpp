// SPDX-License-Identifier: MIT
// Where a command about a space finds it: in a study, or in a study file that may have no study yet.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/cli/opened.hpp"

namespace kilter::cli {

struct SpaceSource {
  std::string name;  ///< of the study, or the file as it was typed
  Settings settings;
  std::optional<Opened> study;  ///< of a study file: the one it would go on with, where that exists
  bool file = false;
  std::vector<std::string> changes;  ///< of a study file: what it would change in the study's space, as K113 says it
};

/// The study or study file that is the first word, else the only study there is. Throws Error.
SpaceSource space_source(const Options& options);

/// Commands that make sense next.
std::vector<std::string> next_commands(const Options& options, SpaceSource& source);

}  // namespace kilter::cli
