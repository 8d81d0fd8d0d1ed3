// SPDX-License-Identifier: MIT
// The inner loop of a Parzen mixture: log densities of candidates, compiled once for each instruction set.
#pragma once
#include <cstddef>

namespace kilter {

/// What one candidate adds to the exponent of each kernel beside the axes that all candidates share.
struct ParzenTerm {
  const double* add = nullptr;      ///< one number a kernel
  const double* centre = nullptr;   ///< a number's kernel centres, or choices; null: only `add`
  const double* inverse = nullptr;  ///< null: `centre` are choices
  double at = 0;
  double gain = 0;  ///< where the choice is the same
};

/// Arrays of `rows` numbers, a multiple of 8, aligned to 64 bytes.
struct ParzenView {
  std::size_t rows = 0;
  const double* base = nullptr;
  std::size_t numbers = 0;
  const double* const* centres = nullptr;
  const double* const* inverses = nullptr;
  std::size_t choices = 0;
  const double* const* chosen = nullptr;
  const double* gains = nullptr;
};

struct ParzenCandidate {
  const double* values = nullptr;  ///< the shared numbers, then the shared choices
  const ParzenTerm* terms = nullptr;
  std::size_t term_count = 0;
};

/// out[c] = log sum over kernels of exp(base + sum of the axes' terms). `scratch`: 8 * rows numbers. The same bits
/// under every instruction set: no fused operations, always eight partial sums.
using ParzenScore = void (*)(const ParzenView& view, const ParzenCandidate* candidates, std::size_t count,
                             double* scratch, double* out);

/// The one for the instruction set of kernels().
ParzenScore parzen_score();

}  // namespace kilter
