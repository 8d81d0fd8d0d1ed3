// SPDX-License-Identifier: MIT
// The user's own file of preferences, which stands below every study file.
#pragma once
#include <filesystem>

#include "kilter/setup/wishes.hpp"

namespace kilter {

/// $XDG_CONFIG_HOME/kilter/config.toml, else ~/.config/kilter/config.toml; empty where neither folder is known.
std::filesystem::path user_file();
/// What it says, in the form of a study file; nothing where there is no such file. Throws Error(invalid), also where it
/// names what only a study can have (a command, an objective, a space, a name).
Wishes read_user_file(WallTime now);

}  // namespace kilter
