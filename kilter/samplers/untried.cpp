// SPDX-License-Identifier: MIT
#include "kilter/samplers/untried.hpp"

#include <algorithm>
#include <cmath>

#include "kilter/maths/permutation.hpp"
#include "kilter/samplers/lattice.hpp"
#include "kilter/space/draw.hpp"

namespace kilter {
namespace {

constexpr std::uint64_t draws = 100;        ///< before a finite space is gone through
constexpr std::uint64_t more_draws = 1000;  ///< where it is too large for that
constexpr std::uint64_t rows = 1ull << 20;  ///< of a finite space that are gone through
constexpr std::uint32_t order_stream = 0x756E7472;

std::optional<Params> draw_untried(const Space& space, const Rng& rng, const Params& given, const Tried& tried,
                                   std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t attempt = from; attempt < to; ++attempt) {
    Params params = draw(space, rng, attempt, given);
    if (!tried.has(space, params)) return params;
  }
  return {};
}

/// All configurations with the given codes; nullopt: infinitely many.
std::optional<Lattice> all(const Space& space, const Params& given) {
  std::vector<Axis> axes;
  axes.reserve(space.size());
  for (std::size_t i = 0; i < space.size(); ++i) {
    if (i < given.size() && !std::isnan(given[i])) {
      axes.push_back(Axis::of_codes({given[i]}));
      continue;
    }
    const double count = levels(space[i]);
    if (std::isinf(count)) return {};
    axes.push_back(Axis::of_levels(static_cast<std::uint64_t>(count)));
  }
  return Lattice(space, std::move(axes));
}

std::optional<Params> walk(const Space& space, const Lattice& lattice, const Rng& rng, const Tried& tried) {
  if (lattice.size() == 0 || lattice.size() >= Lattice::too_many) return {};
  const Permutation order(lattice.size(), rng.bits(order_stream, 0));
  for (std::uint64_t i = 0; i < std::min(rows, lattice.size()); ++i) {
    Params params = lattice.at(order.at(i));
    if (!space.broken(params) && !tried.has(space, params)) return params;
  }
  return {};
}

}  // namespace

std::optional<Params> Untried::find(const Space& space, const Rng& rng, const Params& given, const Tried& tried) {
  if (any(given)) {
    if (auto params = search(space, rng, given, tried)) return params;
    return draw(space, rng, 0, given);
  }
  if (exhausted_ && exhausted_->digest == tried.digest() && exhausted_->space == space) return {};
  return search(space, rng, given, tried);
}

std::optional<Params> Untried::search(const Space& space, const Rng& rng, const Params& given, const Tried& tried) {
  if (auto params = draw_untried(space, rng, given, tried, 0, draws)) return params;
  const auto lattice = all(space, given);
  if (lattice)
    if (auto params = walk(space, *lattice, rng, tried)) return params;
  if (lattice && lattice->size() <= rows) {
    if (!any(given)) exhausted_ = {space, tried.digest()};
    return {};
  }
  return draw_untried(space, rng, given, tried, draws, draws + more_draws);
}

}  // namespace kilter
