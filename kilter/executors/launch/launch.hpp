// SPDX-License-Identifier: MIT
// The launcher: starts one program, is the reaper of all its descendants, and outlives none of them.
#pragma once

namespace kilter::launch {

/// The whole life of kilter-launch; the arguments are those of protocol.hpp. Returns its exit status.
int launch(int count, char** arguments, char** environment);

}  // namespace kilter::launch
