// SPDX-License-Identifier: MIT
// The first instructions of kilter-launch, and the two functions that a compiler may call on its own.
#include <cstddef>

#include "kilter/executors/launch/launch.hpp"
#include "kilter/executors/launch/syscalls.hpp"

#if defined(__x86_64__)
asm(".globl _start\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rdi\n"
    "  and $-16, %rsp\n"
    "  call kilter_launch_start\n");
#elif defined(__aarch64__)
asm(".globl _start\n"
    "_start:\n"
    "  mov x29, #0\n"
    "  mov x0, sp\n"
    "  bl kilter_launch_start\n");
#endif

extern "C" {

// The kernel leaves on the stack: the number of arguments, the arguments, a null, the environment, a null.
[[noreturn]] void kilter_launch_start(long* stack) {
  const int count = static_cast<int>(*stack);
  char** arguments = reinterpret_cast<char**>(stack + 1);
  const int status = kilter::launch::launch(count, arguments, arguments + count + 1);
  for (;;) kilter::launch::call(__NR_exit_group, status);
}

void* memcpy(void* to, const void* from, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) static_cast<char*>(to)[i] = static_cast<const char*>(from)[i];
  return to;
}

void* memset(void* to, int value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) static_cast<char*>(to)[i] = static_cast<char>(value);
  return to;
}
}
