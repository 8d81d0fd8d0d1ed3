// SPDX-License-Identifier: MIT
#include "kilter/samplers/tpe_split.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "kilter/base/random.hpp"

namespace kilter {
namespace {

constexpr std::size_t most_rest =
    2000;  ///< beyond it the newest half of `kept_rest` and as many of the older ones stay
constexpr std::size_t kept_rest = 1000;
constexpr double least_weight = 1e-3;

/// How many of `ended` trials are good.
std::size_t good_count(std::size_t ended, const TpeOptions& options) {
  const double share = std::ceil(options.below * static_cast<double>(ended) - 1e-9);
  return static_cast<std::size_t>(std::min(share, static_cast<double>(options.most_below)));
}

/// The newest, and older ones by a hash of their numbers, so that the choice changes little from trial to trial.
void thin_out(std::vector<TrialNumber>& numbers) {
  if (numbers.size() <= most_rest) return;
  const auto newest = numbers.end() - kept_rest / 2;
  const auto hash = [](TrialNumber number) { return splitmix64(static_cast<std::uint64_t>(number)); };
  std::nth_element(numbers.begin(), numbers.begin() + kept_rest / 2, newest,
                   [&](TrialNumber a, TrialNumber b) { return hash(a) < hash(b); });
  numbers.erase(numbers.begin() + kept_rest / 2, newest);
  std::sort(numbers.begin(), numbers.end());
}

/// Improvements on the best value among the rest, as shares of the largest: never nothing, all equal where there are
/// none.
std::vector<double> weights_of(std::span<const Merit> good, const Merit* first_of_rest) {
  const bool comparable = first_of_rest && first_of_rest->of == Merit::Class::complete;
  const double threshold = comparable ? first_of_rest->first : good.empty() ? 0 : good.back().first;
  std::vector<double> weights;
  for (const Merit& merit : good)
    weights.push_back(merit.of == Merit::Class::complete ? std::max(threshold - merit.first, 0.0) : 0);
  const double most = weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
  for (double& weight : weights) weight = most > 0 && std::isfinite(most) ? std::max(weight / most, least_weight) : 1;
  return weights;
}

}  // namespace

TpeSplit split(const Ranked::State& state, const TpeOptions& options, TrialNumber except) {
  const auto& order = state.in_order;
  const auto failed =
      std::find_if(order.begin(), order.end(), [](const Merit& m) { return m.of == Merit::Class::failed; });
  const auto valued = static_cast<std::size_t>(failed - order.begin());
  const std::size_t count = std::min(good_count(order.size(), options), valued);
  const auto weights = weights_of({order.data(), count}, count < valued ? &order[count] : nullptr);

  TpeSplit split{.ended = order.size()};
  std::vector<std::pair<TrialNumber, double>> good;
  std::vector<char> is_good(state.trials.size(), 0);
  for (std::size_t i = 0; i < count; ++i) {
    if (order[i].trial == except) continue;
    good.emplace_back(order[i].trial, weights[i]);
    is_good[static_cast<std::size_t>(order[i].trial)] = 1;
  }
  std::sort(good.begin(), good.end());
  for (const auto& [trial, weight] : good) split.good.push_back(trial), split.weights.push_back(weight);
  split.rest.reserve(state.stamps.size());
  for (std::size_t i = 0; i < state.stamps.size(); ++i)
    if (state.stamps[i] != 0 && !is_good[i] && static_cast<TrialNumber>(i) != except)
      split.rest.push_back(static_cast<TrialNumber>(i));
  thin_out(split.rest);
  return split;
}

}  // namespace kilter
