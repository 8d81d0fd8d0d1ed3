// SPDX-License-Identifier: MIT
#include "kilter/cli/signal_handler.hpp"

#include <csignal>

namespace kilter::cli {

void install(int signal, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(signal, &action, nullptr);
}

void replace(int signal, void (*from)(int), void (*to)(int)) {
  struct sigaction now{};
  sigaction(signal, nullptr, &now);
  if (now.sa_handler == from) install(signal, to);
}

}  // namespace kilter::cli
