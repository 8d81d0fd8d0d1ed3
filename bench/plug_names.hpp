// SPDX-License-Identifier: MIT
// Plugs as a list on the command line names them: `tpe,gp{"start":6}`.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "kilter/core/settings.hpp"

namespace kilter::bench {

/// The words between commas outside braces; empty ones left out.
std::vector<std::string> split_names(const std::string& text);

/// Each as it was named, and the plug that it means.
std::vector<std::pair<std::string, Plug>> plugs_of(const std::string& text);

}  // namespace kilter::bench
