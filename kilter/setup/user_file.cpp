// SPDX-License-Identifier: MIT
#include "kilter/setup/user_file.hpp"

#include <cstdlib>

#include "kilter/base/error.hpp"
#include "kilter/setup/study_file.hpp"

namespace kilter {

std::filesystem::path user_file() {
  const auto below = [](const char* variable, const char* path) -> std::filesystem::path {
    const char* folder = std::getenv(variable);
    return folder && *folder ? std::filesystem::path(folder) / path : std::filesystem::path();
  };
  auto file = below("XDG_CONFIG_HOME", "kilter/config.toml");
  return file.empty() ? below("HOME", ".config/kilter/config.toml") : file;
}

Wishes read_user_file(WallTime now) {
  const auto file = user_file();
  std::error_code failed;
  if (file.empty() || !std::filesystem::exists(file, failed)) return {};
  Wishes wishes = read_study_file(file, now);
  if (!wishes.command.empty() || !wishes.goals.empty() || !wishes.metrics.empty() || !wishes.parameters.empty() ||
      !wishes.constraints.empty() || wishes.name)
    throw Error(
        ErrorKind::invalid, {}, file.string() + " names a command, an objective, a space or a name",
        {"It holds for every study, so it may only have seed, sampler, scheduler, [budget], [resources], [retry]."});
  return wishes;
}

}  // namespace kilter
