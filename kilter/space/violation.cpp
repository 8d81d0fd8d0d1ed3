// SPDX-License-Identifier: MIT
#include "kilter/space/violation.hpp"

#include <algorithm>

#include "kilter/space/compiled.hpp"

namespace kilter {

std::vector<double> violations(const Space& space, const Params& params) {
  const auto& compiled = *space.compiled_;
  std::vector<double> distances;
  for (const auto& rule : compiled.rules) {
    const bool judged = compiled.applies(rule, params);
    const auto verdict = judged ? compiled.evaluate<MeasuredOperand>(rule, params) : MeasuredOperand(Operand::of(true));
    distances.push_back(verdict.holds() ? 0 : std::max(verdict.to_hold, 1e-15));
  }
  return distances;
}

}  // namespace kilter
