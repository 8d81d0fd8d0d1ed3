// SPDX-License-Identifier: MIT
// Which machine this is.
#pragma once
#include <string>

#include "kilter/base/clock.hpp"

namespace kilter {

struct Host {
  std::string name;     ///< as people call it
  std::string machine;  ///< the same over restarts; empty: the machine has no such number
  std::string boot;     ///< the kernel that runs; the same in all containers on it
};

/// That a machine works on a study, as long as it does.
struct Held {
  Host host;
  WallTime since;
  WallTime alive;  ///< its last sign of life, by the clock of the file system
};

/// For tests the variable KILTER_TEST_HOST stands for all three.
Host this_host();

/// Whether processes of the two see each other's locks, or one of them is the other after a restart.
bool same_host(const Host& a, const Host& b);

}  // namespace kilter
