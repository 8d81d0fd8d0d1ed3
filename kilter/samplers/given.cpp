// SPDX-License-Identifier: MIT
#include "kilter/samplers/given.hpp"

#include <algorithm>
#include <cmath>

namespace kilter {

bool any(const Params& given) {
  return std::any_of(given.begin(), given.end(), [](double code) { return !std::isnan(code); });
}

std::optional<Params> decided(const Space& space, const Params& given) {
  Params params = given;
  space.settle(params);
  for (std::size_t i = 0; i < space.size(); ++i)
    if (std::isnan(params[i]) && space.active(i, params)) return {};
  return params;
}

std::string counted(const Space& space) {
  return std::to_string(space.size()) + (space.size() == 1 ? " parameter" : " parameters");
}

}  // namespace kilter
