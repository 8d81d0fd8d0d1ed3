// SPDX-License-Identifier: MIT
#include "kilter/samplers/gp_goals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace kilter {
namespace {

constexpr std::uint32_t weight_stream = 0x57454947;
constexpr double margin = 1;       ///< below the worst result, in labels, whose spread is 1: ends of the front count
constexpr double furthest = -2.5;  ///< so low at least, where the front is no worse

}  // namespace

FrontOfTrials::FrontOfTrials(Surrogate& first, Surrogate& second, const Observations& seen) {
  std::map<std::size_t, double> seconds;
  for (std::size_t row = 0; row < second.process().rows(); ++row)
    seconds[second.observation(row)] = second.process().fitted(row);
  std::vector<Point> points, kept;
  std::vector<const Observation*> owners;
  for (std::size_t row = 0; row < first.process().rows(); ++row) {
    const auto other = seconds.find(first.observation(row));
    const Observation& one = seen.ended[first.observation(row)];
    if (other == seconds.end() || std::isnan(one.values.front())) continue;
    points.push_back({first.process().fitted(row), other->second});
    owners.push_back(&one);
    if (one.breach == 0) kept.push_back(points.back());
  }
  front = front_of(std::move(kept));
  for (std::size_t g = 0; g < 2 && !points.empty(); ++g) {
    const auto worst =
        std::min_element(points.begin(), points.end(), [g](const Point& a, const Point& b) { return a[g] < b[g]; });
    reference[g] = std::max((*worst)[g], furthest);
    for (const Point& point : front) reference[g] = std::min(reference[g], point[g]);
    reference[g] -= margin;
  }
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto on_front = [&](std::size_t i) {
    return owners[i]->breach == 0 && std::find(front.begin(), front.end(), points[i]) != front.end();
  };
  const auto rank = [&](std::size_t i) { return std::pair(!on_front(i), owners[i]->breach); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  for (const std::size_t i : order) rows.push_back(owners[i]->row);
}

Observations weighted_sum(const Observations& seen, const Rng& rng) {
  Observations one = seen;
  const std::size_t goals = seen.ended.front().values.size();
  std::vector<double> low(goals, std::numeric_limits<double>::infinity()), high(goals, -low.front()), weights(goals);
  for (const auto& observation : seen.ended)
    for (std::size_t g = 0; g < goals; ++g)
      if (!std::isnan(observation.values[g])) {
        low[g] = std::min(low[g], observation.values[g]);
        high[g] = std::max(high[g], observation.values[g]);
      }
  double sum = 0;
  for (std::size_t g = 0; g < goals; ++g) sum += weights[g] = -std::log(rng.uniform(weight_stream, g));
  for (auto& observation : one.ended) {
    double worst = std::numeric_limits<double>::infinity(), all = 0;
    for (std::size_t g = 0; g < goals; ++g) {
      const double range = 0.5 * high[g] - 0.5 * low[g];
      const double lost = range > 0 ? (0.5 * high[g] - 0.5 * observation.values[g]) / range : 0;
      const double weighted = -weights[g] / sum * lost;
      worst = std::isnan(weighted) ? weighted : std::min(worst, weighted);
      all += weighted;
    }
    observation.values = {worst + 0.05 * all};
    observation.spread = 0;
  }
  return one;
}

}  // namespace kilter
