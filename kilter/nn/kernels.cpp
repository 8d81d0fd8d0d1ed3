// SPDX-License-Identifier: MIT
#include "kilter/nn/kernels.hpp"

#include <string_view>

#include "kilter/maths/kernels.hpp"

namespace kilter::nn {

extern const Kernels kernels_baseline;
#ifdef KILTER_KERNELS_X86
extern const Kernels kernels_v3;
extern const Kernels kernels_v4;
#endif

const Kernels& kernels() {
#ifdef KILTER_KERNELS_X86
  const std::string_view set = kilter::kernels().name;
  if (set == "v4") return kernels_v4;
  if (set == "v3") return kernels_v3;
#endif
  return kernels_baseline;
}

}  // namespace kilter::nn
