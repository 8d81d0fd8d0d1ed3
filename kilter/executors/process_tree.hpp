// SPDX-License-Identifier: MIT
// What /proc tells of processes that are not our own children: their memory, and which belong to a run.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>

namespace kilter {

/// Bytes in memory of all descendants of `root`. Pages that several of them share count once where the kernel tells
/// (it is asked only when the plain sum is above `limit`).
std::uint64_t memory_of_descendants(pid_t root, std::uint64_t limit);

/// Kills (SIGKILL) whatever was started with this environment entry, `NAME=value`, until nothing is left or half a
/// second has passed.
void kill_marked(const std::string& entry);

/// How often the kernel has killed for lack of memory since it started; 0 where it does not tell.
std::uint64_t out_of_memory_kills();

/// Bytes that a process of this machine, or of this container, can have at most; 0 where unknown.
std::uint64_t memory_available_at_most();

}  // namespace kilter
