// SPDX-License-Identifier: MIT
#include "kilter/space/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/encoding.hpp"
#include "kilter/space/violation.hpp"

namespace kilter {
namespace {

constexpr std::uint32_t draw_stream = 0x64726177;
constexpr int rejections = 1 << 14;  ///< exact draws tried before moves
constexpr int searches = 8;          ///< starts of the search for an allowed row
constexpr int moves_per_search = 2000;
constexpr int moves_per_coordinate = 128;  ///< of the walk away from the allowed row found

/// One draw: its numbers, and the row of units it moves through.
class Walk {
 public:
  Walk(const Space& space, const Rng& rng, std::uint64_t attempt, const Params& given)
      : space_(space), rng_(rng), given_(given), next_(attempt << 40), unit_(space.size()) {
    free_.reserve(space.size());
    for (std::size_t i = 0; i < space.size(); ++i)
      if (i >= given.size() || std::isnan(given[i])) free_.push_back(i);
  }

  Params sample() {
    for (double& u : unit_) u = number();
    return decode(space_, unit_, given_);
  }

  /// A draw by rejection; nullopt: none was allowed.
  std::optional<Params> reject() {
    const int tries = free_.empty() ? 1 : rejections;
    for (int i = 0; i < tries; ++i) {
      Params params = sample();
      if (!space_.broken(params)) return params;
    }
    return {};
  }

  /// Walks downhill in the sum of violations from a random row; nullopt: it never came to 0.
  std::optional<Params> search() {
    Params params = sample();
    double now = distance(params);
    for (int i = 0; i < moves_per_search && now > 0; ++i) {
      const auto [at, old] = move();
      Params moved = decode(space_, unit_, given_);
      const double then = distance(moved);
      if (then <= now)
        now = then, params = std::move(moved);
      else
        unit_[at] = old;
    }
    if (now > 0) return {};
    return params;
  }

  /// Random walk among allowed rows; every move is as likely as its reverse, so the uniform law stays.
  Params wander(Params params) {
    const auto moves = std::min<std::size_t>(moves_per_coordinate * free_.size(), 4096);
    for (std::size_t i = 0; i < moves; ++i) {
      const auto [at, old] = move();
      Params moved = decode(space_, unit_, given_);
      if (space_.broken(moved))
        unit_[at] = old;
      else
        params = std::move(moved);
    }
    return params;
  }

  bool movable() const { return !free_.empty(); }

 private:
  struct Move {
    std::size_t at;
    double old;
  };

  double number() { return rng_.uniform(draw_stream, next_++); }

  /// Moves one free coordinate: half the time anywhere, else by a step of random size around the circle [0, 1).
  Move move() {
    const std::size_t at =
        free_[std::min(static_cast<std::size_t>(number() * static_cast<double>(free_.size())), free_.size() - 1)];
    const double old = unit_[at];
    const double far = number(), size = number(), direction = number();
    if (far < 0.5) {
      unit_[at] = direction;
    } else {
      const double moved = old + (direction - 0.5) * std::exp2(-24 * size);
      unit_[at] = moved - std::floor(moved);
    }
    return {at, old};
  }

  double distance(const Params& params) const {
    const auto distances = violations(space_, params);
    return std::accumulate(distances.begin(), distances.end(), 0.0);
  }

  const Space& space_;
  Rng rng_;
  const Params& given_;
  std::uint64_t next_;
  std::vector<double> unit_;
  std::vector<std::size_t> free_;
};

/// Names the constraint that most random rows break.
[[noreturn]] void give_up(const Space& space, Walk& walk, const Params& given) {
  constexpr std::size_t rows = 1000;
  std::vector<std::size_t> broken(space.constraints().size());
  for (std::size_t i = 0; i < rows; ++i) {
    const auto distances = violations(space, walk.sample());
    for (std::size_t c = 0; c < distances.size(); ++c) broken[c] += distances[c] > 0;
  }
  const auto worst = static_cast<std::size_t>(std::max_element(broken.begin(), broken.end()) - broken.begin());
  const auto& constraint = space.constraints()[worst];
  const bool some_given = std::any_of(given.begin(), given.end(), [](double code) { return !std::isnan(code); });
  std::vector<std::string> advice = {
      fmt::format("{} of {} random configurations break it, and none that keeps all "
                  "constraints was found near them.",
                  broken[worst], rows)};
  if (some_given) advice.push_back("Already decided: " + printable(space.write(given), 300));
  advice.push_back(
      "Loosen the constraint or widen the ranges. An equation between continuous parameters cannot be met.");
  throw Error(ErrorKind::invalid, {},
              fmt::format("no configuration found that keeps constraint {}: {}", printable(constraint.name, 60),
                          printable(constraint.expression, 200)),
              std::move(advice));
}

}  // namespace

Params draw(const Space& space, const Rng& rng, std::uint64_t attempt, const Params& given) {
  Walk walk(space, rng, attempt, given);
  if (space.constraints().empty()) return walk.sample();
  if (auto params = walk.reject()) return *params;
  for (int i = 0; i < searches && walk.movable(); ++i)
    if (auto params = walk.search()) return walk.wander(*params);
  give_up(space, walk, given);
}

}  // namespace kilter
