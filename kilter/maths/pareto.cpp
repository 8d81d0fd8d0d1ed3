// SPDX-License-Identifier: MIT
#include "kilter/maths/pareto.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace kilter {
namespace {

/// Indices in ascending order of the points: none is dominated by a later one.
std::vector<std::size_t> sorted_indices(std::span<const Objectives> points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  return order;
}

double box(const Objectives& point, const Objectives& reference) {
  double volume = 1;
  for (std::size_t m = 0; m < point.size(); ++m) volume *= std::max(reference[m] - point[m], 0.0);
  return volume;
}

/// Of two objectives, by a sweep over sorted points.
double area(const std::vector<Objectives>& sorted, const Objectives& reference) {
  double sum = 0, lowest = reference[1];
  for (const auto& point : sorted) {
    if (point[0] >= reference[0] || point[1] >= lowest) continue;
    sum += (reference[0] - point[0]) * (lowest - point[1]);
    lowest = point[1];
  }
  return sum;
}

/// Without those that another dominates or equals; sorted.
std::vector<Objectives> undominated(std::vector<Objectives> points) {
  std::sort(points.begin(), points.end());
  std::vector<Objectives> kept;
  for (auto& point : points) {
    const bool worse = std::any_of(kept.begin(), kept.end(),
                                   [&](const Objectives& other) { return other == point || dominates(other, point); });
    if (!worse) kept.push_back(std::move(point));
  }
  return kept;
}

double volume(std::vector<Objectives> points, const Objectives& reference);

/// What a point dominates beside the points behind it: its box without what they dominate of it.
double share_of(const Objectives& point, std::span<const Objectives> others, const Objectives& reference) {
  std::vector<Objectives> limited(others.begin(), others.end());
  for (auto& other : limited)
    for (std::size_t m = 0; m < point.size(); ++m) other[m] = std::max(other[m], point[m]);
  return box(point, reference) - volume(std::move(limited), reference);
}

double volume(std::vector<Objectives> points, const Objectives& reference) {
  const auto outside = [&](const Objectives& point) { return box(point, reference) == 0; };
  points.erase(std::remove_if(points.begin(), points.end(), outside), points.end());
  points = undominated(std::move(points));
  if (points.empty()) return 0;
  if (reference.size() == 2) return area(points, reference);
  double sum = 0;
  const std::span<const Objectives> all = points;
  for (std::size_t i = 0; i < all.size(); ++i) sum += share_of(all[i], all.subspan(i + 1), reference);
  return sum;
}

}  // namespace

bool dominates(const Objectives& a, const Objectives& b) {
  bool better = false;
  for (std::size_t m = 0; m < a.size(); ++m) {
    if (a[m] > b[m]) return false;
    better |= a[m] < b[m];
  }
  return better;
}

std::vector<int> front_ranks(std::span<const Objectives> points, std::size_t enough) {
  std::vector<int> ranks(points.size(), unranked);
  std::vector<std::size_t> left = sorted_indices(points), front, later;
  std::size_t ranked = 0;
  for (int rank = 0; !left.empty() && ranked < enough; ++rank) {
    front.clear(), later.clear();
    for (const std::size_t i : left) {
      const bool worse =
          std::any_of(front.begin(), front.end(), [&](std::size_t f) { return dominates(points[f], points[i]); });
      (worse ? later : front).push_back(i);
    }
    for (const std::size_t i : front) ranks[i] = rank;
    ranked += front.size();
    left.swap(later);
  }
  return ranks;
}

double hypervolume(std::span<const Objectives> points, const Objectives& reference) {
  return volume({points.begin(), points.end()}, reference);
}

std::vector<double> hypervolume_shares(std::span<const Objectives> points, const Objectives& reference) {
  std::vector<double> shares;
  std::vector<Objectives> others;
  for (std::size_t i = 0; i < points.size(); ++i) {
    others.assign(points.begin(), points.end());
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    shares.push_back(std::max(share_of(points[i], others, reference), 0.0));
  }
  return shares;
}

// A point never adds more to a larger set, so that what it added to a smaller one is a bound: only those whose bound
// beats the best so far are worked out anew.
std::vector<std::size_t> hypervolume_subset(std::span<const Objectives> points, const Objectives& reference,
                                            std::size_t count) {
  std::vector<double> bounds;
  for (const auto& point : points) bounds.push_back(box(point, reference));
  std::vector<std::size_t> chosen;
  std::vector<Objectives> set;
  std::vector<char> taken(points.size(), 0);
  while (chosen.size() < std::min(count, points.size())) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (!taken[i]) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return bounds[a] > bounds[b]; });
    double most = -std::numeric_limits<double>::infinity();
    std::size_t best = order.front();
    for (const std::size_t i : order) {
      if (bounds[i] < most) break;
      bounds[i] = std::min(bounds[i], share_of(points[i], set, reference));
      if (bounds[i] > most || (bounds[i] == most && i < best)) most = bounds[i], best = i;
    }
    taken[best] = 1;
    chosen.push_back(best);
    set.push_back(points[best]);
  }
  return chosen;
}

}  // namespace kilter
