// SPDX-License-Identifier: MIT
// Starts the launcher of a run, and the ends of its pipes that the supervisor holds.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "kilter/executors/descriptor.hpp"

namespace kilter {

/// What a launcher is told; see launch/protocol.hpp.
struct Launch {
  std::filesystem::path launcher;
  int grace_ms = 0;
  std::filesystem::path lock_directory;
  std::string socket;
  std::filesystem::path directory;
  std::vector<std::string> words;
  std::vector<std::string> environment;
  std::vector<int> cores;  ///< processors that it may use; empty: those of this process
  bool pty = false;        ///< stdout is a pseudo terminal
};

struct Launched {
  pid_t process = 0;
  Descriptor control;  ///< a socket that keeps the bounds of messages
  Descriptor out;
  Descriptor err;
};

/// Throws Error(failure) naming what the system refuses. Never forks: the cost does not depend on this process.
Launched spawn(const Launch& launch);

/// The launcher in `wanted`, or where that is empty beside the running program. Throws Error(failure) where none is.
std::filesystem::path find_launcher(const std::filesystem::path& wanted);

}  // namespace kilter
