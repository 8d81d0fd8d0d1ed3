// SPDX-License-Identifier: MIT
#include "kilter/base/random.hpp"

namespace kilter {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }
constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * c[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * c[2];
    c = {high(b) ^ c[1] ^ key[0], low(b), high(a) ^ c[3] ^ key[1], low(a)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return c;
}

std::uint64_t splitmix64(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

std::uint64_t Rng::bits(std::uint32_t stream, std::uint64_t index) const {
  const std::uint64_t key = splitmix64(seed ^ splitmix64(stream));
  const auto r = philox4x32({low(number), high(number), low(index), high(index)}, {low(key), high(key)});
  return (std::uint64_t{r[1]} << 32) | r[0];
}

double Rng::uniform(std::uint32_t stream, std::uint64_t index) const {
  return (static_cast<double>(bits(stream, index) >> 11) + 0.5) * 0x1p-53;
}

std::uint64_t Rng::below(std::uint64_t n, std::uint32_t stream, std::uint64_t index) const {
  const std::uint64_t threshold = (0 - n) % n;
  for (std::uint64_t attempt = 0;; ++attempt) {
    const std::uint64_t x = bits(stream, index + (attempt << 40));
    const Wide product = static_cast<Wide>(x) * n;
    if (static_cast<std::uint64_t>(product) >= threshold) return static_cast<std::uint64_t>(product >> 64);
  }
}

}  // namespace kilter
