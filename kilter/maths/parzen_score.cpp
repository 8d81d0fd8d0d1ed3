// SPDX-License-Identifier: MIT
#include "kilter/maths/parzen_score.hpp"

#include <string_view>

#include "kilter/maths/kernels.hpp"

namespace kilter {

extern const ParzenScore parzen_score_baseline;
#ifdef KILTER_KERNELS_X86
extern const ParzenScore parzen_score_v3;
extern const ParzenScore parzen_score_v4;
#endif

ParzenScore parzen_score() {
#ifdef KILTER_KERNELS_X86
  const std::string_view set = kernels().name;
  if (set == "v4") return parzen_score_v4;
  if (set == "v3") return parzen_score_v3;
#endif
  return parzen_score_baseline;
}

}  // namespace kilter
