// SPDX-License-Identifier: MIT
// Compiled once for each instruction set, with another KILTER_PARZEN (the name of the function) and KILTER_LANES (how
// many doubles a register holds). No inline functions of the standard library here, so that the linker cannot take one
// set's code for another's.
#include "kilter/maths/parzen_score.hpp"

namespace kilter {
namespace {

constexpr std::size_t lanes = KILTER_LANES;
constexpr std::size_t registers = 8 / lanes;  ///< for eight kernels
constexpr std::size_t group = lanes;          ///< candidates whose sums stay in registers together
using Register [[gnu::vector_size(8 * lanes)]] = double;
using Stored [[gnu::vector_size(8 * lanes), gnu::may_alias]] = double;
using Bits [[gnu::vector_size(8 * lanes)]] = long long;

constexpr double negligible = -40;  ///< exponents below the largest by more than that add nothing to 53 bits

inline Register load(const double* from) { return *reinterpret_cast<const Stored*>(from); }
inline void store(double* to, Register x) { *reinterpret_cast<Stored*>(to) = x; }
inline Register all(double x) { return Register{} + x; }

/// exp(x) for x <= 0 to 3e-13 of its value; what lies below -700 counts as -700.
inline Register exp_below_zero(Register x) {
  const Register least = all(-700);
  x = x > least ? x : least;
  const Register shift = all(0x1.8p52);
  const Register k = x * 1.4426950408889634074 + shift;
  const Register whole = k - shift;
  const Register r = (x - whole * 0x1.62e42fefa3800p-1) - whole * 0x1.ef35793c76730p-45;
  Register p = all(1.0 / 3628800.0);
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  return reinterpret_cast<Register>(reinterpret_cast<Bits>(p) + (reinterpret_cast<Bits>(k) << 52));
}

/// The exponents of eight kernels for a group of candidates, on the axes that they share.
inline void shared(const ParzenView& view, const ParzenCandidate* const* of, std::size_t i, double* const* out) {
  Register sums[group][registers];
  for (std::size_t r = 0; r < registers; ++r) {
    const Register base = load(view.base + i + r * lanes);
    for (std::size_t c = 0; c < group; ++c) sums[c][r] = base;
  }
  for (std::size_t j = 0; j < view.numbers; ++j)
    for (std::size_t r = 0; r < registers; ++r) {
      const Register centre = load(view.centres[j] + i + r * lanes);
      const Register inverse = load(view.inverses[j] + i + r * lanes);
      for (std::size_t c = 0; c < group; ++c) {
        const Register z = (all(of[c]->values[j]) - centre) * inverse;
        sums[c][r] -= z * z;
      }
    }
  for (std::size_t j = 0; j < view.choices; ++j) {
    const Register gain = all(view.gains[j]);
    for (std::size_t r = 0; r < registers; ++r) {
      const Register choice = load(view.chosen[j] + i + r * lanes);
      for (std::size_t c = 0; c < group; ++c)
        sums[c][r] += choice == all(of[c]->values[view.numbers + j]) ? gain : all(0);
    }
  }
  for (std::size_t c = 0; c < group; ++c)
    for (std::size_t r = 0; r < registers; ++r) store(out[c] + i + r * lanes, sums[c][r]);
}

inline void add_term(const ParzenTerm term, std::size_t rows, double* out) {
  for (std::size_t i = 0; i < rows; i += lanes) {
    Register sum = load(out + i) + load(term.add + i);
    if (term.inverse) {
      const Register z = (all(term.at) - load(term.centre + i)) * load(term.inverse + i);
      sum -= z * z;
    } else if (term.centre) {
      sum += load(term.centre + i) == all(term.at) ? all(term.gain) : all(0);
    }
    store(out + i, sum);
  }
}

inline double log_sum_exp(const double* x, std::size_t rows) {
  Register most = load(x);
  for (std::size_t i = lanes; i < rows; i += lanes) {
    const Register next = load(x + i);
    most = next > most ? next : most;
  }
  double largest = most[0];
  for (std::size_t l = 1; l < lanes; ++l) largest = most[l] > largest ? most[l] : largest;
  Register sums[registers] = {};
  const Register top = all(largest), floor = all(negligible);
  for (std::size_t i = 0; i < rows; i += 8)
    for (std::size_t r = 0; r < registers; ++r) {
      const Register below = load(x + i + r * lanes) - top;
      const Bits counts = below > floor;
      long long any = 0;
      for (std::size_t l = 0; l < lanes; ++l) any |= counts[l];
      if (any) sums[r] += counts ? exp_below_zero(below) : all(0);
    }
  double partial[8];
  for (std::size_t r = 0; r < registers; ++r)
    for (std::size_t l = 0; l < lanes; ++l) partial[r * lanes + l] = sums[r][l];
  const double sum =
      ((partial[0] + partial[4]) + (partial[2] + partial[6])) + ((partial[1] + partial[5]) + (partial[3] + partial[7]));
  return largest + __builtin_log(sum);
}

void score(const ParzenView& view, const ParzenCandidate* candidates, std::size_t count, double* scratch, double* out) {
  for (std::size_t first = 0; first < count; first += group) {
    const ParzenCandidate* of[group];
    double* sums[group];
    for (std::size_t c = 0; c < group; ++c) {
      of[c] = candidates + (first + c < count ? first + c : count - 1);
      sums[c] = scratch + c * view.rows;
    }
    for (std::size_t i = 0; i < view.rows; i += 8) shared(view, of, i, sums);
    for (std::size_t c = 0; c < group && first + c < count; ++c) {
      for (std::size_t t = 0; t < of[c]->term_count; ++t) add_term(of[c]->terms[t], view.rows, sums[c]);
      out[first + c] = log_sum_exp(sums[c], view.rows);
    }
  }
}

}  // namespace

extern const ParzenScore KILTER_PARZEN;
const ParzenScore KILTER_PARZEN = score;

}  // namespace kilter
