// SPDX-License-Identifier: MIT
#include "kilter/samplers/tpe_split.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "kilter/base/random.hpp"
#include "kilter/maths/pareto.hpp"

namespace kilter {
namespace {

constexpr std::ptrdiff_t most_failed = 500;
constexpr double least_weight = 1e-3;
constexpr double least_share = 0.05;     ///< of several objectives: many points of a front add nearly nothing
constexpr std::size_t most_volumes = 4;  ///< objectives up to which volumes are worked out for weights

/// How many of `ended` trials are good.
std::size_t good_count(std::size_t ended, const TpeOptions& options) {
  const double share = std::ceil(options.below * static_cast<double>(ended) - 1e-9);
  return static_cast<std::size_t>(std::min(share, static_cast<double>(options.most_below)));
}

/// The newest, and about as many older ones by a hash of their numbers, so that the choice changes little from trial to
/// trial.
void thin_out(std::vector<TrialNumber>& numbers, int most) {
  if (numbers.size() <= static_cast<std::size_t>(most)) return;
  const auto newest = numbers.end() - (most + 1) / 2;
  const double share = static_cast<double>(most / 2) / static_cast<double>(newest - numbers.begin());
  const auto limit = static_cast<std::uint64_t>(share * 0x1p64);
  const auto goes = [&](TrialNumber number) { return splitmix64(static_cast<std::uint64_t>(number)) >= limit; };
  numbers.erase(std::remove_if(numbers.begin(), newest, goes), newest);
}

/// Improvements on the best value among the rest, as shares of the largest: never nothing, all equal where there are
/// none.
std::vector<double> weights_of(std::span<const Merit> good, const Merit* first_of_rest) {
  const bool comparable = first_of_rest && first_of_rest->of == Merit::Class::complete;
  double threshold = 0;
  for (const Merit& merit : good)
    if (merit.of == Merit::Class::complete) threshold = merit.first;
  if (comparable) threshold = first_of_rest->first;
  std::vector<double> weights;
  for (const Merit& merit : good)
    weights.push_back(merit.of == Merit::Class::complete ? std::max(threshold - merit.first, 0.0) : 0);
  const double most = weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
  for (double& weight : weights) weight = most > 0 && std::isfinite(most) ? std::max(weight / most, least_weight) : 1;
  return weights;
}

using Weighed = std::vector<std::pair<TrialNumber, double>>;

Weighed best_by_value(const Ranked::State& state, std::size_t count, std::size_t valued) {
  const auto& order = state.in_order;
  const auto weights = weights_of({order.data(), count}, count < valued ? &order[count] : nullptr);
  Weighed best;
  for (std::size_t i = 0; i < count; ++i) best.emplace_back(order[i].trial, weights[i]);
  return best;
}

/// To [0, 1] in each objective, so that no unit outweighs another; 1.1 lies behind all of them.
std::vector<Objectives> scaled(const std::vector<Objectives>& points) {
  std::vector<Objectives> all = points;
  for (std::size_t m = 0; m < all.front().size(); ++m) {
    double low = all.front()[m], high = low;
    for (const auto& point : all) low = std::min(low, point[m]), high = std::max(high, point[m]);
    // Quarters, because the difference of two huge numbers is not finite.
    const double range = high / 4 - low / 4;
    for (auto& point : all) point[m] = range > 0 ? (point[m] / 4 - low / 4) / range : 0;
  }
  return all;
}

Weighed best_of_several(const Ranked::State& state, std::size_t count) {
  std::vector<Objectives> values;
  for (std::size_t i = 0; i < state.complete; ++i)
    values.push_back(state.trials[static_cast<std::size_t>(state.in_order[i].trial)].values);
  const std::vector<int> ranks = front_ranks(values, count);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  const int last = ranks[order[count - 1]];
  const auto is_earlier = [&](std::size_t i) { return ranks[i] < last; };
  const auto whole = static_cast<std::size_t>(std::count_if(order.begin(), order.end(), is_earlier));
  std::vector<Objectives> known;
  for (const std::size_t i : order)
    if (ranks[i] <= last) known.push_back(values[i]);
  known = scaled(known);
  const Objectives reference(known.front().size(), 1.1);
  std::vector<Objectives> chosen(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(whole));
  std::vector<std::size_t> trials(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(whole));
  for (const std::size_t i : hypervolume_subset(std::span(known).subspan(whole), reference, count - whole)) {
    chosen.push_back(known[whole + i]);
    trials.push_back(order[whole + i]);
  }
  std::vector<double> shares(chosen.size(), 1);
  if (reference.size() <= most_volumes) shares = hypervolume_shares(chosen, reference);
  const double most = *std::max_element(shares.begin(), shares.end());
  Weighed best;
  for (std::size_t i = 0; i < trials.size(); ++i)
    best.emplace_back(state.in_order[trials[i]].trial, most > 0 ? std::max(shares[i] / most, least_share) : 1);
  return best;
}

}  // namespace

TpeSplit split(const Ranked::State& state, const TpeOptions& options, TrialNumber except) {
  const auto& order = state.in_order;
  const auto is_failed = [](const Merit& merit) { return merit.of == Merit::Class::failed; };
  const auto failed = std::find_if(order.begin(), order.end(), is_failed);
  const auto valued = static_cast<std::size_t>(failed - order.begin());
  const std::size_t count = std::min(good_count(order.size(), options), valued);
  const bool several = state.complete > 0 && state.trials[static_cast<std::size_t>(order[0].trial)].values.size() > 1;
  Weighed good;
  if (several && count > 0)
    good = best_of_several(state, std::min(count, state.complete));
  else
    good = best_by_value(state, count, valued);
  std::sort(good.begin(), good.end());

  TpeSplit split{.ended = order.size()};
  std::vector<char> is_good(state.trials.size(), 0);
  for (const auto& [trial, weight] : good) {
    if (trial == except) continue;
    is_good[static_cast<std::size_t>(trial)] = 1;
    split.good.push_back(trial);
    split.weights.push_back(weight);
  }
  split.rest.reserve(state.stamps.size());
  for (std::size_t i = 0; i < state.stamps.size(); ++i)
    if (state.stamps[i] != 0 && !is_good[i] && static_cast<TrialNumber>(i) != except)
      split.rest.push_back(static_cast<TrialNumber>(i));
  thin_out(split.rest, options.most_above);
  const auto is_bad = [&](const Merit& merit) { return is_failed(merit) || merit.of == Merit::Class::infeasible; };
  const auto bad = std::find_if(order.begin(), order.end(), is_bad);
  for (auto at = order.end() - std::min(order.end() - bad, most_failed); at != order.end(); ++at)
    if (state.stamps[static_cast<std::size_t>(at->trial)] != 0 && at->trial != except)
      split.failed.push_back(at->trial);
  std::sort(split.failed.begin(), split.failed.end());
  return split;
}

}  // namespace kilter
