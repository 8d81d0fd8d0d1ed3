// SPDX-License-Identifier: MIT
// What an objective returns: a number, several, or why there is none.
#pragma once
#include <string>
#include <utility>

#include "kilter/core/history.hpp"

namespace kilter {

/// `return kilter::pruned;` after should_stop() said yes, or where the objective itself sees no point in going on.
struct Pruned {
  operator Outcome() const { return {End::stopped, Cause::none, {}, {}}; }
};
inline constexpr Pruned pruned{};

/// `return kilter::failed("no data");`
inline Outcome failed(std::string why) { return {End::failed, Cause::error, {}, std::move(why)}; }

/// Everything that an objective may return. A value.
class Result {
 public:
  Result(double value) : outcome_{End::completed, Cause::none, {{"", value}}, {}} {}
  /// For studies with several goals, or to record more than the goal.
  Result(Metrics values) : outcome_{End::completed, Cause::none, std::move(values), {}} {}
  Result(Outcome outcome) : outcome_(std::move(outcome)) {}
  Result(Pruned) : outcome_(pruned) {}

  /// A number that came without a name gets this one.
  Outcome outcome(const std::string& metric) && {
    for (auto& value : outcome_.values)
      if (value.name.empty()) value.name = metric;
    return std::move(outcome_);
  }

 private:
  Outcome outcome_;
};

}  // namespace kilter
