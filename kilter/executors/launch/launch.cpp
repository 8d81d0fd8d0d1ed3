// SPDX-License-Identifier: MIT
#include "kilter/executors/launch/launch.hpp"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/signal.h>
#include <linux/time_types.h>
#include <linux/wait.h>

#include <cstddef>

#include "kilter/executors/launch/descendants.hpp"
#include "kilter/executors/launch/program.hpp"
#include "kilter/executors/launch/protocol.hpp"
#include "kilter/executors/launch/syscalls.hpp"

namespace kilter::launch {
namespace {

constexpr int retry_ms = 10;       // between two rounds of killing
constexpr int lock_retry_ms = 50;  // between two looks for the end of an earlier attempt

int to_number(const char* text) {
  int number = 0;
  for (; *text >= '0' && *text <= '9'; ++text) number = number * 10 + (*text - '0');
  return number;
}

long long now_ms() {
  __kernel_timespec time{};
  call(__NR_clock_gettime, 1 /* CLOCK_MONOTONIC */, address(&time));
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int wait_for(pollfd* descriptors, int count, long long ms) {
  const __kernel_timespec time{.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  return static_cast<int>(call(__NR_ppoll, address(descriptors), count, ms < 0 ? 0 : address(&time), 0, 8));
}

void say(const Message& message) { call(__NR_write, control, address(&message), sizeof message); }

/// Removes the socket file and its folder, which nobody else will do once the supervisor is dead.
void tidy(char* socket) {
  std::size_t slash = 0;
  for (std::size_t i = 0; socket[i] != 0; ++i)
    if (socket[i] == '/') slash = i;
  if (slash == 0) return;
  call(__NR_unlinkat, AT_FDCWD, address(socket), 0);
  socket[slash] = 0;
  call(__NR_unlinkat, AT_FDCWD, address(socket), 0x200 /* AT_REMOVEDIR */);
}

class Watch {
 public:
  Watch(int program, int supervisor, int grace) : program_(program), supervisor_(supervisor), grace_(grace) {
    const unsigned long child_signal = 1UL << (SIGCHLD - 1);
    children_ =
        static_cast<int>(call(__NR_signalfd4, -1, address(&child_signal), sizeof child_signal, O_CLOEXEC | O_NONBLOCK));
  }

  /// Returns once the program and every descendant are gone.
  void run() {
    while (reap()) {
      if (deadline_ >= 0 && now_ms() >= deadline_) phase_ = Phase::killing;
      if (phase_ == Phase::killing) kill_all();
      listen();
    }
  }
  bool orphaned() const { return orphaned_; }

 private:
  enum class Phase { running, ending, killing };

  /// False: there is no child left.
  bool reap() {
    for (;;) {
      siginfo_t info{};
      rusage usage{};
      const long result = call(__NR_waitid, P_ALL, 0, address(&info), WEXITED | WNOHANG, address(&usage));
      if (result == -EINTR) continue;
      if (result < 0) return false;
      if (info.si_pid == 0) return true;
      if (info.si_pid == program_) program_ended(info, usage);
    }
  }

  void program_ended(const siginfo_t& info, const rusage& usage) {
    program_ = 0;
    say({.kind = Message::Kind::ended,
         .value = info.si_status,
         .by_signal = info.si_code != CLD_EXITED,
         .peak_memory = static_cast<unsigned long>(usage.ru_maxrss) * 1024});
    const long long leftovers_until = now_ms() + leftover_ms;
    if (deadline_ < 0 || leftovers_until < deadline_) deadline_ = leftovers_until;
  }

  void end_gently() {
    if (phase_ != Phase::running) return;
    phase_ = Phase::ending;
    const long long until = now_ms() + grace_;
    if (deadline_ < 0 || until < deadline_) deadline_ = until;
    const std::size_t count = descendants(self_, found_, sizeof found_ / sizeof *found_);
    for (std::size_t i = 0; i < count; ++i) terminate(found_[i]);
    if (count == 0 && program_ > 0) terminate(-program_);
  }

  /// A stopped process takes its signal only when it goes on.
  static void terminate(int process) {
    call(__NR_kill, process, SIGTERM);
    call(__NR_kill, process, SIGCONT);
  }

  void kill_all() {
    // The group in one step, so that nothing in it forks meanwhile; then whatever left the group.
    if (program_ > 0) call(__NR_kill, -program_, SIGKILL);
    const std::size_t count = descendants(self_, found_, sizeof found_ / sizeof *found_);
    for (std::size_t i = 0; i < count; ++i) call(__NR_kill, found_[i], SIGKILL);
  }

  void listen() {
    long long ms = -1;
    if (deadline_ >= 0) ms = deadline_ > now_ms() ? deadline_ - now_ms() : 0;
    if (phase_ == Phase::killing) ms = retry_ms;
    const short in = POLLIN;
    pollfd watched[] = {{children_, in, 0},
                        {orphaned_ ? -1 : control, in, 0},
                        {supervisor_, in, 0},
                        {out_[0], in, 0},
                        {out_[1], in, 0}};
    if (wait_for(watched, 5, ms) <= 0) return;
    if (watched[0].revents != 0) call(__NR_read, children_, address(buffer_), sizeof buffer_);
    if (watched[1].revents != 0) obey();
    if (watched[2].revents != 0) supervisor_died();
    for (int i = 0; i < 2; ++i)
      if (watched[3 + i].revents != 0 && call(__NR_read, out_[i], address(buffer_), sizeof buffer_) <= 0) out_[i] = -1;
  }

  void obey() {
    char orders[16];
    const long size = call(__NR_read, control, address(orders), sizeof orders);
    if (size <= 0) supervisor_died();
    for (long i = 0; i < size; ++i) {
      if (orders[i] == static_cast<char>(Order::end_gently)) end_gently();
      if (orders[i] == static_cast<char>(Order::end_now)) phase_ = Phase::killing;
    }
  }

  void supervisor_died() {
    if (orphaned_) return;
    orphaned_ = true;
    supervisor_ = -1;
    out_[0] = program_stdout;
    out_[1] = program_stderr;
    end_gently();
  }

  const int self_ = static_cast<int>(call(__NR_getpid));
  int program_;
  int supervisor_;  ///< a pidfd; below 0 where the kernel has none: then the control socket alone tells
  int grace_;
  int children_;
  int out_[2] = {-1, -1};
  bool orphaned_ = false;
  Phase phase_ = Phase::running;
  long long deadline_ = -1;
  static inline int found_[32768];
  static inline char buffer_[16384];
};

/// Waits until no earlier attempt works in that folder any more: after the death of a supervisor its program may still
/// be saving. False: the run is not wanted any more.
bool take_folder(const char* folder) {
  constexpr int exclusive = 2, at_once = 4;
  const long lock = call(__NR_openat, AT_FDCWD, address(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return true;
  while (call(__NR_flock, lock, exclusive | at_once) == -EWOULDBLOCK) {
    pollfd watched{control, POLLIN, 0};
    if (wait_for(&watched, 1, lock_retry_ms) > 0) return false;
  }
  return true;
}

}  // namespace

int launch(int count, char** arguments, char** environment) {
  if (count <= words) return 2;
  const int parent = to_number(arguments[supervisor_pid]);
  const unsigned long all = ~0UL;
  call(__NR_rt_sigprocmask, SIG_SETMASK, address(&all), 0, sizeof all);
  // Also those that the supervisor itself has inherited from somewhere are none of the program's business.
  constexpr unsigned close_on_exec = 4;
  if (call(__NR_close_range, control, ~0U, close_on_exec) < 0)
    for (int descriptor = control; descriptor <= program_stderr; ++descriptor)
      call(__NR_fcntl, descriptor, F_SETFD, FD_CLOEXEC);
  const int supervisor = static_cast<int>(call(__NR_pidfd_open, parent));
  const auto nobody_there = [&] { return tidy(arguments[socket_path]), 1; };
  if (call(__NR_getppid) != parent) return nobody_there();

  call(__NR_prctl, PR_SET_CHILD_SUBREAPER, 1);
  const rlimit64 none{};
  call(__NR_prlimit64, 0, RLIMIT_CORE, address(&none), 0);
  if (!take_folder(arguments[lock_directory])) {
    char order = 0;
    return call(__NR_read, control, address(&order), 1) <= 0 ? nobody_there() : 1;
  }
  if (const long error = call(__NR_chdir, address(arguments[directory])); error < 0) {
    say({.kind = Message::Kind::cannot_enter, .value = static_cast<int>(-error)});
    return 1;
  }
  const int program = start_program(arguments + words, environment);
  if (program < 0) {
    say({.kind = Message::Kind::cannot_run, .value = -program});
    return 1;
  }
  // Only the program and its children hold the ends that they write to.
  for (int descriptor = 0; descriptor < control; ++descriptor) call(__NR_close, descriptor);
  say({.kind = Message::Kind::started, .value = program});
  Watch watch(program, supervisor, to_number(arguments[grace_ms]));
  watch.run();
  if (watch.orphaned()) tidy(arguments[socket_path]);
  return 0;
}

}  // namespace kilter::launch
