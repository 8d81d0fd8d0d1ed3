// SPDX-License-Identifier: MIT
#include "kilter/nn/kernels.hpp"

#include <cstdlib>
#include <string_view>

namespace kilter::nn {

extern const Kernels kernels_baseline;
#ifdef KILTER_KERNELS_X86
extern const Kernels kernels_v3;
extern const Kernels kernels_v4;
#endif

namespace {

const Kernels& chosen() {
#ifdef KILTER_KERNELS_X86
  const char* asked = std::getenv("KILTER_ISA");
  const std::string_view most = asked ? asked : "v4";
  if (most == "baseline") return kernels_baseline;
  if (most != "v3" && __builtin_cpu_supports("x86-64-v4")) return kernels_v4;
  if (__builtin_cpu_supports("x86-64-v3")) return kernels_v3;
#endif
  return kernels_baseline;
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& best = chosen();
  return best;
}

}  // namespace kilter::nn
