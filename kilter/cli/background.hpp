// SPDX-License-Identifier: MIT
// A process of this program that works on when its starter ends.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace kilter::cli {

/// Starts this program with these words, the first being its name, in a session of its own; what it prints goes to the
/// end of `log`. It inherits no other open file. Throws Error(failure).
pid_t start_in_background(std::vector<std::string> words, const std::filesystem::path& log);

}  // namespace kilter::cli
