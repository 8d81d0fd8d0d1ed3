// SPDX-License-Identifier: MIT
#include "kilter/space/count.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "kilter/base/text.hpp"
#include "kilter/space/expression.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

constexpr std::uint64_t cap = std::uint64_t{1} << 63;
constexpr std::uint64_t most_rows = std::uint64_t{1} << 20;

/// A natural number up to 2^63, or infinitely many; 0 times infinitely many is 0.
struct Amount {
  std::uint64_t number = 0;
  bool infinite = false;

  Amount operator+(Amount other) const {
    if (infinite || other.infinite) return {cap, true};
    return {other.number > cap - std::min(number, cap) ? cap : number + other.number};
  }
  Amount operator*(Amount other) const {
    if ((number == 0 && !infinite) || (other.number == 0 && !other.infinite)) return {};
    if (infinite || other.infinite) return {cap, true};
    return {number > cap / other.number ? cap : number * other.number};
  }
};

Amount amount(double levels) {
  return std::isinf(levels) ? Amount{cap, true} : Amount{static_cast<std::uint64_t>(levels)};
}

/// Counts one set of parameters that conditions and constraints tie together.
class Counter {
 public:
  explicit Counter(const Space& space)
      : space_(space),
        parents_(space.size()),
        children_(space.size()),
        trees_(space.size()),
        row_(space.size(), absent()) {
    for (std::size_t i = 0; i < space.size(); ++i) {
      if (trim(space[i].when).empty()) continue;
      const auto condition = Expression::parse(space[i].when);
      for (const auto& name : condition.names()) {
        parents_[i].push_back(*space.find(name));
        children_[parents_[i].back()].push_back(i);
      }
    }
  }

  Amount count() {
    Amount total{1};
    for (const auto& group : groups()) total = total * count(group);
    return total;
  }

 private:
  struct Group {
    std::vector<std::size_t> members;  ///< parents first
    bool constrained = false;
  };

  static double absent() { return std::numeric_limits<double>::quiet_NaN(); }

  std::vector<Group> groups() const {
    std::vector<std::size_t> root(space_.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&](std::size_t i) {
      while (root[i] != i) i = root[i] = root[root[i]];
      return i;
    };
    for (std::size_t i = 0; i < space_.size(); ++i)
      for (const std::size_t parent : parents_[i]) root[find(i)] = find(parent);
    std::vector<std::size_t> tied;
    for (const auto& constraint : space_.constraints()) {
      const auto names = Expression::parse(constraint.expression).names();
      const std::size_t first = *space_.find(names.front());
      for (const auto& name : names) root[find(*space_.find(name))] = find(first);
      tied.push_back(first);
    }
    std::vector<Group> groups(space_.size());
    for (const std::size_t i : space_.order()) groups[find(i)].members.push_back(i);
    for (const std::size_t i : tied) groups[find(i)].constrained = true;
    std::erase_if(groups, [](const Group& group) { return group.members.empty(); });
    return groups;
  }

  Amount count(const Group& group) {
    const bool tree = std::all_of(group.members.begin(), group.members.end(), [&](std::size_t i) { return grows(i); });
    if (tree && !group.constrained) return forest(group);
    rows_ = 0;
    const Amount exact = enumerate(group, 0);
    for (const std::size_t i : group.members) row_[i] = absent();
    if (rows_ <= most_rows || exact.infinite) return exact;
    if (tree) return forest(group);
    Amount bound{1};
    for (const std::size_t i : group.members)
      bound = bound * (amount(levels(space_[i])) + Amount{parents_[i].empty() ? 0u : 1u});
    return bound;
  }

  /// Whether a parameter hangs on at most one parent that has few enough values to go through.
  bool grows(std::size_t i) const {
    if (parents_[i].empty()) return true;
    if (parents_[i].size() > 1 || space_.active(i, Params(space_.size(), absent()))) return false;
    const double values = levels(space_[parents_[i][0]]);
    return std::isinf(values) || values <= static_cast<double>(most_rows);
  }

  Amount forest(const Group& group) {
    Amount total{1};
    for (const std::size_t i : group.members)
      if (parents_[i].empty()) total = total * tree(i);
    return total;
  }

  /// The subtree under an active parameter; worked out once.
  Amount tree(std::size_t i) {
    if (trees_[i]) return *trees_[i];
    const double values = levels(space_[i]);
    if (children_[i].empty() || std::isinf(values)) return amount(values);
    Amount total;
    for (double v = 0; v < values; ++v) {
      row_[i] = code_at(space_[i], v);
      Amount product{1};
      for (const std::size_t child : children_[i])
        if (space_.active(child, row_)) product = product * tree(child);
      total = total + product;
    }
    row_[i] = absent();
    trees_[i] = total;
    return total;
  }

  /// All rows of a group, one after the other; gives up after most_rows.
  Amount enumerate(const Group& group, std::size_t at) {
    if (rows_ > most_rows) return {};
    if (at == group.members.size()) {
      ++rows_;
      return {space_.broken(row_) ? 0u : 1u};
    }
    const std::size_t i = group.members[at];
    row_[i] = absent();
    if (!space_.active(i, row_)) return enumerate(group, at + 1);
    const double values = levels(space_[i]);
    if (std::isinf(values)) return enumerate(group, at + 1) * Amount{cap, true};
    Amount total;
    for (double v = 0; v < values && rows_ <= most_rows; ++v) {
      row_[i] = code_at(space_[i], v);
      total = total + enumerate(group, at + 1);
    }
    row_[i] = absent();
    return total;
  }

  const Space& space_;
  std::vector<std::vector<std::size_t>> parents_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::optional<Amount>> trees_;
  Params row_;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::optional<std::uint64_t> count(const Space& space) {
  const Amount total = Counter(space).count();
  if (total.infinite) return {};
  return total.number;
}

}  // namespace kilter
