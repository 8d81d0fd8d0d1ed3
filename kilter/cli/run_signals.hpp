// SPDX-License-Identifier: MIT
// The signals of a run: each asks the loop a little harder to end.
#pragma once
#include "kilter/core/tune.hpp"

namespace kilter::cli {

/// From now on the closing of the terminal ends nothing; hung_up() tells of it. Under nohup it is never told of.
void survive_hang_up();
bool hung_up();

/// While it lives: the first Ctrl-C drains, the second gives the runs back, the third kills; SIGTERM gives back,
/// twice it kills. SIGPIPE is ignored. One at a time.
class SignalsToSteering {
 public:
  SignalsToSteering(core::Steering& steering, Executor& executor);
  ~SignalsToSteering();
  SignalsToSteering(const SignalsToSteering&) = delete;
  SignalsToSteering& operator=(const SignalsToSteering&) = delete;
};

}  // namespace kilter::cli
