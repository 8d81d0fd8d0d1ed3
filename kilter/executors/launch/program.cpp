// SPDX-License-Identifier: MIT
#include "kilter/executors/launch/program.hpp"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>
#include <linux/signal.h>

#include <cstddef>

#include "kilter/executors/launch/syscalls.hpp"

namespace kilter::launch {
namespace {

/// When memory runs out the kernel shall take the trial, never the supervisor.
void volunteer_for_out_of_memory() {
  constexpr char score[] = "/proc/self/oom_score_adj";
  const long file = call(__NR_openat, AT_FDCWD, address(score), O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  call(__NR_write, file, address("500"), 3);
  call(__NR_close, file);
}

const char* path_of(char** environment) {
  for (; *environment != nullptr; ++environment) {
    const char* entry = *environment;
    if (entry[0] == 'P' && entry[1] == 'A' && entry[2] == 'T' && entry[3] == 'H' && entry[4] == '=') return entry + 5;
  }
  return "/usr/local/bin:/usr/bin:/bin";
}

bool names_a_file(const char* name) {
  for (; *name != 0; ++name)
    if (*name == '/') return true;
  return false;
}

/// Returns only where the program cannot be run; as execvp, but a file of unknown format is never given to a shell.
long search_and_run(char** words, char** environment) {
  const char* name = words[0];
  if (names_a_file(name)) return call(__NR_execve, address(name), address(words), address(environment));
  static char candidate[4096];
  long result = -ENOENT;
  for (const char* path = path_of(environment);; ++path) {
    std::size_t size = 0;
    for (; *path != 0 && *path != ':'; ++path)
      if (size + 1 < sizeof candidate) candidate[size++] = *path;
    if (size > 0 && size + 1 < sizeof candidate) candidate[size++] = '/';
    bool fits = true;
    for (const char* letter = name; *letter != 0; ++letter) {
      fits = size + 1 < sizeof candidate;
      if (fits) candidate[size++] = *letter;
    }
    candidate[size] = 0;
    if (fits && name[0] != 0) {
      const long tried = call(__NR_execve, address(candidate), address(words), address(environment));
      if (tried != -ENOENT && tried != -ENOTDIR) result = tried;
      if (tried != -ENOENT && tried != -ENOTDIR && tried != -EACCES) return tried;
    }
    if (*path == 0) return result;
  }
}

[[noreturn]] void become_program(long launcher, int complaint, char** words, char** environment) {
  call(__NR_setpgid, 0, 0);
  call(__NR_prctl, PR_SET_PDEATHSIG, SIGKILL);
  long result = -ESRCH;
  if (call(__NR_getppid) == launcher) {
    volunteer_for_out_of_memory();
    const unsigned long none = 0;
    call(__NR_rt_sigprocmask, SIG_SETMASK, address(&none), 0, sizeof none);
    result = search_and_run(words, environment);
  }
  const int error = static_cast<int>(result);
  call(__NR_write, complaint, address(&error), sizeof error);
  for (;;) call(__NR_exit_group, 127);
}

}  // namespace

int start_program(char** words, char** environment) {
  int pipe[2];
  if (const long error = call(__NR_pipe2, address(pipe), O_CLOEXEC); error < 0) return static_cast<int>(error);
  const long launcher = call(__NR_getpid);
  const long child = call(__NR_clone, SIGCHLD);
  if (child == 0) become_program(launcher, pipe[1], words, environment);
  call(__NR_close, pipe[1]);
  int error = 0;
  // The pipe closes by itself at the moment the program is on its way.
  if (child > 0) call(__NR_read, pipe[0], address(&error), sizeof error);
  call(__NR_close, pipe[0]);
  return child < 0 ? static_cast<int>(child) : error < 0 ? error : static_cast<int>(child);
}

}  // namespace kilter::launch
