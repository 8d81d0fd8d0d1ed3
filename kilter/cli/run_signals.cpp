// SPDX-License-Identifier: MIT
#include "kilter/cli/run_signals.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>

#include "kilter/cli/signal_handler.hpp"

namespace kilter::cli {
namespace {

// A signal handler is given nothing, so what it acts on has to lie here.
std::atomic<core::Steering*> steered{nullptr};
std::atomic<Executor*> woken{nullptr};
static_assert(std::atomic<core::Steering*>::is_always_lock_free);

std::atomic<bool> gone{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void lose_terminal(int) {
  const int saved = errno;
  gone = true;
  if (auto* executor = woken.load()) executor->wake();
  errno = saved;
}

extern "C" void hasten(int signal) {
  const int saved = errno;
  if (auto* steering = steered.load()) {
    const int least =
        signal == SIGINT ? static_cast<int>(core::Haste::drain) : static_cast<int>(core::Haste::give_back);
    const int now = static_cast<int>(steering->haste.load());
    const int next = std::min(std::max(now + 1, least), static_cast<int>(core::Haste::kill));
    steering->haste.store(static_cast<core::Haste>(next));
    if (auto* executor = woken.load()) executor->wake();
  }
  errno = saved;
}

constexpr int handled[] = {SIGINT, SIGTERM};

}  // namespace

SignalsToSteering::SignalsToSteering(core::Steering& steering, Executor& executor) {
  woken = &executor;
  steered = &steering;
  for (const int signal : handled) {
    // What is ignored, as by a shell for its background jobs, stays so.
    struct sigaction before{};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) install(signal, hasten);
  }
  install(SIGPIPE, SIG_IGN);
}

SignalsToSteering::~SignalsToSteering() {
  for (const int signal : handled) {
    struct sigaction now{};
    sigaction(signal, nullptr, &now);
    if (now.sa_handler != SIG_IGN) install(signal, SIG_DFL);
  }
  steered = nullptr;
  woken = nullptr;
}

void survive_hang_up() {
  struct sigaction before{};
  sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) install(SIGHUP, lose_terminal);
}

bool hung_up() { return gone; }

}  // namespace kilter::cli
