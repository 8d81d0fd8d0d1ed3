// SPDX-License-Identifier: MIT
// A shuffled order of [0, n) that is never written down: a keyed Feistel network with cycle walking.
// J. Black, P. Rogaway: Ciphers with arbitrary finite domains (CT-RSA 2002); the round function is Philox's.
#pragma once
#include <cstdint>

namespace kilter {

/// A bijection of [0, n) for each key. A value; safe to read from any thread.
class Permutation {
 public:
  static constexpr std::uint64_t max_size = std::uint64_t{1} << 62;

  /// Throws std::out_of_range where n is 0 or above max_size.
  Permutation(std::uint64_t n, std::uint64_t key);

  std::uint64_t size() const { return n_; }
  /// Where `index` goes; index must be below n.
  std::uint64_t at(std::uint64_t index) const;

 private:
  std::uint64_t step(std::uint64_t x) const;

  std::uint64_t n_;
  std::uint64_t key_;
  unsigned half_;  ///< bits of each half; the network permutes [0, 4^half)
};

}  // namespace kilter
