// SPDX-License-Identifier: MIT
#include "kilter/cli/run_terminal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace kilter::cli {

RunTerminal::RunTerminal() : out_(isatty(STDOUT_FILENO) == 1), err_(isatty(STDERR_FILENO) == 1) {}

void RunTerminal::leave_to(const std::filesystem::path& log) const {
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return;
  std::fflush(stdout);
  std::clearerr(stdout);
  if (out_) ::dup2(file, STDOUT_FILENO);
  if (err_) ::dup2(file, STDERR_FILENO);
  ::close(file);
}

}  // namespace kilter::cli
