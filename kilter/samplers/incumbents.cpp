// SPDX-License-Identifier: MIT
#include "kilter/samplers/incumbents.hpp"

#include <algorithm>

namespace kilter {

Incumbents::Incumbents(const Surrogate& model, const Observations& seen) : target(model.best_mean()) {
  std::vector<std::size_t> order = model.ranking();
  const auto breach = [&](std::size_t row) { return seen.ended[model.observation(row)].breach; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return breach(a) < breach(b); });
  for (const std::size_t row : order) rows.push_back(seen.ended[model.observation(row)].row);
  any_keeps = !order.empty() && breach(order.front()) == 0;
  if (any_keeps) target = model.fitted(order.front());
}

}  // namespace kilter
