// SPDX-License-Identifier: MIT
#include "kilter/maths/permutation.hpp"

#include <bit>
#include <stdexcept>

#include "kilter/base/random.hpp"

namespace kilter {
namespace {

constexpr std::uint32_t rounds = 4;

}  // namespace

Permutation::Permutation(std::uint64_t n, std::uint64_t key)
    : n_(n), key_(key), half_(n < 2 ? 1 : static_cast<unsigned>(std::bit_width(n - 1) + 1) / 2) {
  if (n == 0 || n > max_size) throw std::out_of_range("Permutation: size must be 1 to 2^62");
}

std::uint64_t Permutation::at(std::uint64_t index) const {
  // The network permutes at most 4n numbers; walking along the cycle until below n is a bijection of [0, n).
  do index = step(index);
  while (index >= n_);
  return index;
}

std::uint64_t Permutation::step(std::uint64_t x) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_) - 1;
  std::uint64_t left = x >> half_;
  std::uint64_t right = x & mask;
  for (std::uint32_t round = 0; round < rounds; ++round) {
    const auto mixed = philox4x32({static_cast<std::uint32_t>(right), round, 0, 0},
                                  {static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32)});
    const std::uint64_t next = left ^ (mixed[0] & mask);
    left = right;
    right = next;
  }
  return left << half_ | right;
}

}  // namespace kilter
