// SPDX-License-Identifier: MIT
// How the launcher turns a copy of itself into the program.
#pragma once

namespace kilter::launch {

/// The process id of the program, which runs by now, in a process group of its own, and dies with the launcher; or a
/// negative errno where there is no such program or it cannot be run.
int start_program(char** words, char** environment);

}  // namespace kilter::launch
