// SPDX-License-Identifier: MIT
#include "kilter/cli/keyboard.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "kilter/cli/signal_handler.hpp"

namespace kilter::cli {
namespace {

// A signal handler is given nothing, so what it gives back has to lie here.
termios as_it_was{};
volatile std::sig_atomic_t taken = 0;

constexpr std::array deadly = {SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

bool foreground() { return ::tcgetpgrp(STDIN_FILENO) == ::getpgrp(); }

/// Safe in a signal handler.
void give_back() {
  if (taken == 0) return;
  taken = 0;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &as_it_was);
}

bool take() {
  termios now{};
  if (::tcgetattr(STDIN_FILENO, &now) != 0) return false;
  as_it_was = now;
  // Signals of the keyboard stay: Ctrl-C, Ctrl-Z and Ctrl-\ mean what they always mean.
  now.c_lflag &= static_cast<tcflag_t>(~(ICANON | ECHO));
  now.c_cc[VMIN] = 0;
  now.c_cc[VTIME] = 0;
  taken = 1;
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0) return true;
  taken = 0;
  return false;
}

/// The signal does to the process what it does by itself.
void as_by_itself(int signal) {
  install(signal, SIG_DFL);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  ::raise(signal);
  ::sigprocmask(SIG_UNBLOCK, &one, nullptr);
}

extern "C" void die(int signal) {
  give_back();
  as_by_itself(signal);
}

extern "C" void suspend(int signal) {
  const int saved = errno;
  if (foreground()) give_back();
  taken = 0;
  as_by_itself(signal);
  install(signal, suspend);
  errno = saved;
}

}  // namespace

Keyboard::Keyboard() : possible_(::isatty(STDIN_FILENO) == 1 && foreground()) {
  if (!possible_) return;
  for (const int signal : deadly) replace(signal, SIG_DFL, die);
  replace(SIGTSTP, SIG_DFL, suspend);
  possible_ = take();
}

Keyboard::~Keyboard() {
  if (foreground()) give_back();
  taken = 0;
  for (const int signal : deadly) replace(signal, die, SIG_DFL);
  replace(SIGTSTP, suspend, SIG_DFL);
}

bool Keyboard::there() const { return possible_ && taken != 0; }

std::string Keyboard::typed() {
  if (!possible_) return {};
  if (!foreground()) {
    taken = 0;  // the shell has given the terminal its own ways
    return {};
  }
  if (taken == 0 && !take()) return {};
  pollfd in{STDIN_FILENO, POLLIN, 0};
  if (::poll(&in, 1, 0) != 1 || (in.revents & POLLIN) == 0) return {};
  std::array<char, 256> keys;
  const ssize_t count = ::read(STDIN_FILENO, keys.data(), keys.size());
  return count > 0 ? std::string(keys.data(), static_cast<std::size_t>(count)) : std::string();
}

}  // namespace kilter::cli
