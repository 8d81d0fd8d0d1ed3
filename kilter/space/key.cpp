// SPDX-License-Identifier: MIT
#include "kilter/space/key.hpp"

#include <bit>
#include <cmath>

#include "kilter/base/random.hpp"
#include "kilter/space/encoding.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

/// Which kind of number stands for a parameter, so that a unit and a code with the same bits differ.
enum class Tag : std::uint64_t { code, unit };

struct Part {
  Tag tag;
  std::uint64_t value;
};

Part part(const Parameter& p, double code) {
  const bool continuous = p.kind == Kind::real && !stepped(p) && p.low < p.high;
  if (!continuous || code < p.low || code > p.high) return {Tag::code, std::bit_cast<std::uint64_t>(code)};
  return {Tag::unit, static_cast<std::uint64_t>(std::llround(encode(p, code) * 0x1p32))};
}

}  // namespace

Key key(const Space& space, const Params& params) {
  Params settled = params;
  space.settle(settled);
  Key key{0x6B696C746572ull, 0x73706163652Eull};
  for (std::size_t i = 0; i < settled.size(); ++i) {
    if (std::isnan(settled[i])) continue;
    const auto [tag, value] = part(space[i], settled[i]);
    const std::uint64_t place = splitmix64(i * 2 + static_cast<std::uint64_t>(tag));
    key.high = splitmix64(splitmix64(key.high ^ place) ^ value);
    key.low = splitmix64(splitmix64(key.low + std::rotl(place, 29)) + std::rotl(value, 17));
  }
  return key;
}

}  // namespace kilter
