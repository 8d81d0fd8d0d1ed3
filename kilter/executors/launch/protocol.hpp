// SPDX-License-Identifier: MIT
// What the supervisor and the launcher of a run say to each other: arguments, descriptors, commands and messages.
#pragma once
#include <cstdint>

namespace kilter::launch {

/// Arguments of kilter-launch; from `words` on they are the program and its arguments.
enum Argument : int { supervisor_pid = 1, grace_ms = 2, lock_directory = 3, socket_path = 4, directory = 5, words = 6 };

/// Descriptors it starts with, beside the program's own 0, 1 and 2. It reads the program's output only once the
/// supervisor is dead, so that a program that saves its state in its last seconds does not die of a broken pipe.
enum Descriptor : int { control = 3, program_stdout = 4, program_stderr = 5 };

/// One byte from the supervisor. The control socket's end means that the supervisor is dead: as end_gently.
enum class Order : char { end_gently = 'T', end_now = 'K' };

/// How long a program's leftovers (background processes, daemons) may live after it.
inline constexpr int leftover_ms = 500;

/// From the launcher. After `ended` or a `cannot_...`, the control socket closes once no descendant is left.
struct Message {
  enum class Kind : std::uint32_t { started, cannot_enter, cannot_run, ended };
  Kind kind = Kind::started;
  std::int32_t value = 0;      ///< started: process id; cannot_...: errno; ended: exit status or signal
  std::int32_t by_signal = 0;  ///< ended: whether `value` is a signal
  std::uint32_t reserved = 0;
  std::uint64_t peak_memory = 0;  ///< ended: largest resident size of the program, in bytes
};

}  // namespace kilter::launch
