// SPDX-License-Identifier: MIT
#include "kilter/maths/sobol.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace kilter {
namespace {

constexpr std::uint16_t sobol_numbers[] = {
#include "kilter/maths/sobol_numbers.inc"
};

constexpr std::uint32_t scrambling_stream = 0x5363726D;

using Directions = std::array<std::uint32_t, 32>;

Directions van_der_corput() {
  Directions v{};
  for (std::size_t k = 0; k < 32; ++k) v[k] = std::uint32_t{1} << (31 - k);
  return v;
}

/// The recurrence of Bratley and Fox (ACM TOMS 659), on numbers shifted to the top of the word.
Directions directions(std::uint32_t polynomial, const std::uint16_t* initial, std::size_t degree) {
  Directions v{};
  for (std::size_t k = 0; k < 32; ++k) {
    if (k < degree) {
      v[k] = std::uint32_t{initial[k]} << (31 - k);
      continue;
    }
    v[k] = v[k - degree] ^ (v[k - degree] >> degree);
    for (std::size_t i = 1; i < degree; ++i)
      if (polynomial >> (degree - i) & 1) v[k] ^= v[k - i];
  }
  return v;
}

constexpr std::uint32_t reversed(std::uint32_t x) {
  x = (x & 0x55555555u) << 1 | (x >> 1 & 0x55555555u);
  x = (x & 0x33333333u) << 2 | (x >> 2 & 0x33333333u);
  x = (x & 0x0F0F0F0Fu) << 4 | (x >> 4 & 0x0F0F0F0Fu);
  return x << 24 | (x & 0xFF00u) << 8 | (x >> 8 & 0xFF00u) | x >> 24;
}

}  // namespace

Sobol::Sobol(std::size_t dimensions) {
  if (dimensions > max_dimensions) throw std::out_of_range("Sobol: more than 1024 dimensions");
  directions_.reserve(dimensions);
  if (dimensions > 0) directions_.push_back(van_der_corput());
  for (const std::uint16_t* at = sobol_numbers; directions_.size() < dimensions;) {
    const std::uint32_t polynomial = *at++;
    const auto degree = static_cast<std::size_t>(std::bit_width(polynomial) - 1);
    directions_.push_back(kilter::directions(polynomial, at, degree));
    at += degree;
  }
}

std::uint32_t Sobol::at(std::uint32_t point, std::size_t dimension) const {
  const Directions& v = directions_[dimension];
  std::uint32_t x = 0;
  for (std::uint32_t gray = point ^ point >> 1; gray != 0; gray &= gray - 1)
    x ^= v[static_cast<std::size_t>(std::countr_zero(gray))];
  return x;
}

std::uint32_t owen(std::uint32_t x, std::uint32_t seed) {
  x = reversed(x) + seed;
  x ^= x * 0x6c50b47cu;
  x ^= x * 0xb82f1e52u;
  x ^= x * 0xc7afe638u;
  x ^= x * 0x8d22f6e6u;
  return reversed(x);
}

ScrambledSobol::ScrambledSobol(std::size_t dimensions, const Rng& rng)
    : sobol_(std::min(dimensions, Sobol::max_dimensions)), seeds_(dimensions) {
  scramble(rng);
}

void ScrambledSobol::scramble(const Rng& rng) {
  for (std::size_t j = 0; j < seeds_.size(); ++j)
    seeds_[j] = static_cast<std::uint32_t>(rng.bits(scrambling_stream, j));
}

}  // namespace kilter
