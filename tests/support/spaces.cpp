// SPDX-License-Identifier: MIT
#include "tests/support/spaces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/draw.hpp"

namespace kilter {
namespace {

class Builder {
 public:
  Builder(std::uint64_t seed, const SpaceShape& shape) : dice_(seed), shape_(shape) {}

  Space build() {
    const std::size_t size = 1 + dice_.below(shape_.most_parameters);
    for (std::size_t i = 0; i < size; ++i) parameters_.push_back(parameter(fmt::format("p{}", i)));
    conditions();
    std::vector<Constraint> constraints;
    for (std::size_t i = 0; i < 3; ++i)
      if (dice_.chance(shape_.constrained)) constraints.push_back({fmt::format("rule{}", i), constraint()});
    defaults();
    return drawable(std::move(constraints));
  }

 private:
  Parameter parameter(std::string name) {
    Parameter p;
    p.name = std::move(name);
    switch (dice_.below(shape_.finite ? 5 : 9)) {
      case 0: p.kind = Kind::boolean; break;
      case 1: choices(p, Kind::categorical); break;
      case 2: choices(p, Kind::ordinal); break;
      case 3: integer(p); break;
      case 4: stepped_real(p); break;
      case 5: p.kind = Kind::fixed, p.choices = {Value(std::string("set"))}; break;
      default: real(p); break;
    }
    return p;
  }

  void choices(Parameter& p, Kind kind) {
    p.kind = kind;
    const std::size_t count = 1 + dice_.below(shape_.finite ? 4 : 12);
    const bool numbers = dice_.chance(0.3);
    for (std::size_t i = 0; i < count; ++i) {
      if (numbers)
        p.choices.emplace_back(static_cast<std::int64_t>(i * i + 1));
      else
        p.choices.emplace_back(fmt::format("c{}{}", i, dice_.chance(0.1) ? " \"quoted\\ ä" : ""));
    }
  }

  void integer(Parameter& p) {
    p.kind = Kind::integer;
    if (!shape_.finite && dice_.chance(0.3)) {
      p.scale = Scale::log;
      p.low = 1 + std::floor(std::exp2(dice_.uniform() * 6));
      p.high = p.low + std::floor(std::exp2(dice_.uniform() * 30)) - 1;
    } else {
      p.low = std::floor(dice_.uniform() * 20) - 10;
      p.step = dice_.chance(0.4) ? 1 + static_cast<double>(dice_.below(5)) : 0;
      const double steps = static_cast<double>(dice_.below(shape_.finite ? 3 : 500));
      p.high = p.low + std::max(p.step, 1.0) * steps + (p.step > 1 && steps > 0 ? 1 : 0);
    }
    if (dice_.chance(0.2)) p.beside = p.low - 1 - static_cast<double>(dice_.below(3));
  }

  void stepped_real(Parameter& p) {
    static constexpr double steps[] = {0.1, 0.25, 1e-3, 1.0 / 3, 7};
    p.low = std::floor(dice_.uniform() * 10) * 0.1 - 0.5;
    p.step = steps[dice_.below(5)];
    p.high = p.low + p.step * (static_cast<double>(1 + dice_.below(shape_.finite ? 2 : 300)) + 0.4 * dice_.uniform());
    if (dice_.chance(0.2)) p.beside = p.high + 1;
  }

  void real(Parameter& p) {
    static constexpr Scale scales[] = {Scale::linear, Scale::log, Scale::logit, Scale::reverse_log};
    p.scale = scales[dice_.below(4)];
    const double a = dice_.uniform(), b = dice_.uniform();
    const double low = std::min(a, b), high = std::max(a, b);
    if (p.scale == Scale::linear) {
      const double size = std::exp2(dice_.uniform() * 60 - 30);
      p.low = (low - 0.5) * size, p.high = (high - 0.5) * size;
    } else if (p.scale == Scale::log) {
      p.low = std::pow(10, -12 * high), p.high = std::pow(10, 6 * high);
    } else {
      p.low = low, p.high = high;
    }
    if (dice_.chance(0.05)) p.high = p.low;
    if (dice_.chance(0.2)) p.beside = p.low > 0 ? 0.0 : p.low - 1;
  }

  std::string test(const Parameter& p) {
    const auto level = [&] { return dice_.below(p.choices.size()); };
    const auto quoted = [&](const Value& value) {
      if (!std::holds_alternative<std::string>(value)) return to_text(value);
      std::string text = "'";
      for (const char c : std::get<std::string>(value))
        text += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
      return text + "'";
    };
    switch (p.kind) {
      case Kind::boolean: return dice_.chance(0.5) ? p.name : p.name + " == false";
      case Kind::real:
      case Kind::integer: return fmt::format("{} {} {}", p.name, dice_.chance(0.5) ? ">=" : "<", (p.low + p.high) / 2);
      default: break;
    }
    if (dice_.chance(0.5)) return fmt::format("{} == {}", p.name, quoted(p.choices[level()]));
    return fmt::format("{} in ({}, {})", p.name, quoted(p.choices[level()]), quoted(p.choices[level()]));
  }

  const Parameter& any() { return parameters_[dice_.below(parameters_.size())]; }

  /// Parents come earlier in a random order, so in the space they may stand after their children.
  void conditions() {
    std::vector<std::size_t> order(parameters_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice_.below(i)]);
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (!dice_.chance(shape_.conditional)) continue;
      std::string when = test(parameters_[order[dice_.below(i)]]);
      while (dice_.chance(0.3))
        when += fmt::format("{}{}", dice_.chance(0.5) ? " and " : " or ", test(parameters_[order[dice_.below(i)]]));
      if (dice_.chance(0.2)) when = fmt::format("not ({})", when);
      parameters_[order[i]].when = when;
    }
  }

  std::string constraint() {
    const Parameter &a = any(), &b = any();
    if (dice_.chance(0.5)) return fmt::format("not ({} and {})", test(a), test(b));
    return fmt::format("{} or {}", test(a), test(b));
  }

  void defaults() {
    for (auto& p : parameters_) {
      if (!dice_.chance(0.3)) continue;
      if (p.kind == Kind::real || p.kind == Kind::integer) {
        if (p.kind == Kind::integer)
          p.fallback = static_cast<std::int64_t>(p.low);
        else
          p.fallback = p.low;
      } else if (p.kind == Kind::boolean) {
        p.fallback = dice_.chance(0.5);
      } else {
        p.fallback = p.choices[dice_.below(p.choices.size())];
      }
    }
  }

  /// Defaults go where they break a constraint; constraints go where nothing can be drawn, unless all can be counted.
  Space drawable(std::vector<Constraint> constraints) {
    for (;;) {
      try {
        Space space(parameters_, constraints);
        if (!shape_.finite) draw(space, Rng{}, 0);
        return space;
      } catch (const Error&) {
        const auto has_default = [](const Parameter& p) { return p.fallback.has_value(); };
        if (std::any_of(parameters_.begin(), parameters_.end(), has_default)) {
          for (auto& p : parameters_) p.fallback.reset();
        } else if (constraints.empty()) {
          throw;
        } else {
          constraints.pop_back();
        }
      }
    }
  }

  Dice dice_;
  SpaceShape shape_;
  std::vector<Parameter> parameters_;
};

}  // namespace

Space random_space(std::uint64_t seed, const SpaceShape& shape) { return Builder(seed, shape).build(); }

std::vector<double> random_units(Dice& dice, std::size_t size) {
  static constexpr double corners[] = {0, 1, -0.5, 1.5, 0.5};
  std::vector<double> units(size);
  for (double& u : units) u = dice.chance(0.02) ? corners[dice.below(5)] : dice.uniform();
  return units;
}

}  // namespace kilter
