// SPDX-License-Identifier: MIT
#include "kilter/cli/background.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <span>
#include <system_error>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

/// Else a caller that reads our output to its end would wait for the study.
void inherit_nothing_else() {
  std::error_code ignored;
  for (const auto& item : std::filesystem::directory_iterator("/proc/self/fd", ignored))
    if (const auto number = to_integer(item.path().filename().string()); number && *number > 2)
      ::fcntl(static_cast<int>(*number), F_SETFD, FD_CLOEXEC);
}

}  // namespace

pid_t start_in_background(std::vector<std::string> words, const std::filesystem::path& log) {
  inherit_nothing_else();
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::posix_spawn_file_actions_adddup2(&files, 1, 2);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int error = ::posix_spawn(&process, "/proc/self/exe", &files, &attributes, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0)
    throw Error(ErrorKind::failure, {},
                fmt::format("{} cannot be started in the background: {}", join(std::span(words).first(2), " "),
                            std::generic_category().message(error)),
                {"Its log would be " + printable(log.string(), 300)});
  return process;
}

}  // namespace kilter::cli
