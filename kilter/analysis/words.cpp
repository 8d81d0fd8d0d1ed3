// SPDX-License-Identifier: MIT
#include "kilter/analysis/words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kilter/analysis/ranking.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

double code_at(const Params& params, std::size_t index) { return index < params.size() ? params[index] : std::nan(""); }

std::string text_of(const Space& space, const Params& params, std::size_t index) {
  const double code = code_at(params, index);
  return std::isnan(code) ? "–" : for_people(space.value(index, code));
}

}  // namespace

std::string for_people(const Value& value) {
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
  if (const auto* number = std::get_if<double>(&value)) return rounded(*number);
  return printable(to_text(value), 60);
}

std::string describe(const Space& space, const Params& params) {
  std::string text;
  for (std::size_t i = 0; i < space.size(); ++i) {
    if (space[i].kind == Kind::fixed || std::isnan(code_at(params, i))) continue;
    if (!text.empty()) text += "   ";
    text += printable(space[i].name, 60) + ' ' + text_of(space, params, i);
  }
  return text;
}

std::string describe_changes(const History& history, const Trial& trial) {
  const Space& space = history.settings().space;
  if (!has_defaults(history)) return describe(space, trial.params);
  const Params& defaults = history.trials().front().params;
  std::string text;
  for (std::size_t i = 0; i < space.size(); ++i) {
    const double before = code_at(defaults, i), now = code_at(trial.params, i);
    if (before == now || (std::isnan(before) && std::isnan(now))) continue;
    if (!text.empty()) text += ", ";
    text += fmt::format("{} {} → {}", printable(space[i].name, 60), text_of(space, defaults, i),
                        text_of(space, trial.params, i));
  }
  return text.empty() ? "the defaults" : text;
}

std::string for_people(std::chrono::milliseconds span) {
  const auto ms = span.count();
  const long long s = (ms + 500) / 1000;
  if (ms < 10'000) return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return s % 60 == 0 ? fmt::format("{} min", s / 60) : fmt::format("{} min {} s", s / 60, s % 60);
  const long long m = (s + 30) / 60;
  if (m < 48 * 60) return m % 60 == 0 ? fmt::format("{} h", m / 60) : fmt::format("{} h {} min", m / 60, m % 60);
  return fmt::format("{} days {} h", m / 1440, m % 1440 / 60);
}

}  // namespace kilter
