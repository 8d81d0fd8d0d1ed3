// SPDX-License-Identifier: MIT
// The signals of a run: each asks the loop a little harder to end.
#pragma once
#include "kilter/core/tune.hpp"

namespace kilter::cli {

/// While it lives: the first Ctrl-C drains, the second gives the runs back, the third kills; SIGTERM gives back,
/// twice it kills. SIGHUP only says that the terminal is gone; SIGPIPE is ignored. One at a time.
class SignalsToSteering {
 public:
  SignalsToSteering(core::Steering& steering, Executor& executor);
  ~SignalsToSteering();
  /// Whether the terminal has gone.
  static bool hung_up();
  SignalsToSteering(const SignalsToSteering&) = delete;
  SignalsToSteering& operator=(const SignalsToSteering&) = delete;
};

}  // namespace kilter::cli
