// SPDX-License-Identifier: MIT
#include "kilter/samplers/even_points.hpp"

namespace kilter {

std::optional<EvenPoints::Point> EvenPoints::next(const Request& request, const Tried& tried, std::uint32_t first) {
  const Space& space = request.space;
  if (!design_ || design_->seed() != request.rng.seed || !(design_->space() == space))
    design_.emplace(space, request.rng.seed, options_);
  for (std::uint32_t number = first; number - first < looks; ++number) {
    Params params = design_->at(number, request.given);
    if (!space.broken(params) && !tried.has(space, params)) return Point{number, std::move(params)};
  }
  return {};
}

}  // namespace kilter
