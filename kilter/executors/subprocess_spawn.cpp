// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_spawn.hpp"

#include <fmt/format.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <termios.h>

#include <cerrno>
#include <system_error>

#include "kilter/base/error.hpp"
#include "kilter/executors/launch/protocol.hpp"

namespace kilter {
namespace {

[[noreturn]] void refuse(const std::string& what, int error) {
  throw Error(ErrorKind::failure, fmt::format("cannot {}: {}", what, std::generic_category().message(error)));
}

/// Above the numbers that the launcher's ends get, so that no copy overwrites one that is still to be copied.
Descriptor above_the_launchers(Descriptor low) {
  if (low.get() > launch::program_stderr) return low;
  Descriptor high(::fcntl(low.get(), F_DUPFD_CLOEXEC, launch::program_stderr + 1));
  if (!high) refuse("copy a descriptor", errno);
  return high;
}

struct Ends {
  Descriptor ours;
  Descriptor theirs;
};

Ends make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) refuse("make a pipe", errno);
  Descriptor ours(ends[0]), theirs(ends[1]);
  ::fcntl(ours.get(), F_SETFL, O_NONBLOCK);
  return {above_the_launchers(std::move(ours)), above_the_launchers(std::move(theirs))};
}

/// A terminal that changes nothing in what is written to it.
Ends make_terminal() {
  int ours = -1, theirs = -1;
  termios form{};
  ::cfmakeraw(&form);
  const winsize size{.ws_row = 50, .ws_col = 200, .ws_xpixel = 0, .ws_ypixel = 0};
  if (::openpty(&ours, &theirs, nullptr, &form, &size) != 0) refuse("make a pseudo terminal", errno);
  Descriptor end(ours), other(theirs);
  for (const auto* descriptor : {&end, &other}) ::fcntl(descriptor->get(), F_SETFD, FD_CLOEXEC);
  ::fcntl(end.get(), F_SETFL, O_NONBLOCK);
  return {above_the_launchers(std::move(end)), above_the_launchers(std::move(other))};
}

Ends make_control() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) refuse("make a socket", errno);
  Descriptor ours(ends[0]), theirs(ends[1]);
  return {above_the_launchers(std::move(ours)), above_the_launchers(std::move(theirs))};
}

/// Which descriptors and signals the launcher starts with.
class SpawnRules {
 public:
  SpawnRules() {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    // A session of its own: a Ctrl-C or a closed terminal is for the supervisor to deal with.
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawn_file_actions_addopen(&files_, 0, "/dev/null", O_RDONLY, 0);
  }
  ~SpawnRules() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnRules(const SpawnRules&) = delete;
  SpawnRules& operator=(const SpawnRules&) = delete;

  void give(const Descriptor& ours, int number) { ::posix_spawn_file_actions_adddup2(&files_, ours.get(), number); }
  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

/// While it lives, this thread may use those processors only, so that a child is born with that set.
class Affinity {
 public:
  explicit Affinity(const std::vector<int>& cores) {
    if (cores.empty() || ::sched_getaffinity(0, sizeof before_, &before_) != 0) return;
    cpu_set_t wanted;
    CPU_ZERO(&wanted);
    for (const int core : cores)
      if (core >= 0 && core < CPU_SETSIZE) CPU_SET(core, &wanted);
    changed_ = ::sched_setaffinity(0, sizeof wanted, &wanted) == 0;
  }
  ~Affinity() {
    if (changed_) ::sched_setaffinity(0, sizeof before_, &before_);
  }
  Affinity(const Affinity&) = delete;
  Affinity& operator=(const Affinity&) = delete;

 private:
  cpu_set_t before_{};
  bool changed_ = false;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Launched spawn(const Launch& launch) {
  Ends control = make_control();
  Ends out = launch.pty ? make_terminal() : make_pipe();
  // A flood then costs a quarter of the turns; where the system has no more to give, the pipe stays as it is.
  ::fcntl(out.ours.get(), F_SETPIPE_SZ, 1 << 18);
  Ends err = make_pipe();
  SpawnRules rules;
  rules.give(out.theirs, 1);
  rules.give(err.theirs, 2);
  rules.give(control.theirs, launch::control);
  rules.give(out.ours, launch::program_stdout);
  rules.give(err.ours, launch::program_stderr);
  std::vector<std::string> arguments = {
      "kilter-launch", std::to_string(::getpid()), std::to_string(launch.grace_ms), launch.lock_directory.native(),
      launch.socket,   launch.directory.native()};
  arguments.insert(arguments.end(), launch.words.begin(), launch.words.end());
  std::vector<std::string> environment = launch.environment;
  Launched launched{
      .process = 0, .control = std::move(control.ours), .out = std::move(out.ours), .err = std::move(err.ours)};
  const Affinity affinity(launch.cores);
  const int error = ::posix_spawn(&launched.process, launch.launcher.c_str(), rules.files(), rules.attributes(),
                                  pointers(arguments).data(), pointers(environment).data());
  if (error != 0) refuse("start " + launch.launcher.native(), error);
  return launched;
}

std::filesystem::path find_launcher(const std::filesystem::path& wanted) {
  std::error_code unknown;
  const std::filesystem::path launcher =
      wanted.empty() ? std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path() / "kilter-launch"
                     : std::filesystem::absolute(wanted);
  if (::access(launcher.c_str(), X_OK) != 0)
    throw Error(ErrorKind::failure, {},
                fmt::format("{} is missing: {}", launcher.native(), std::generic_category().message(errno)),
                {"Trials are started by it; it belongs beside the kilter program. Install Kilter again, or build the",
                 "target kilter-launch."});
  return launcher;
}

}  // namespace kilter
