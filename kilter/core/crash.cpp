// SPDX-License-Identifier: MIT
#include "kilter/core/crash.hpp"

#include <string_view>

#include "kilter/base/text.hpp"

namespace kilter::core {
namespace {

std::string_view last_line(std::string_view text) {
  text = trim(text);
  return text.substr(text.rfind('\n') + 1);
}

bool own_fault(Cause cause) { return cause == Cause::error || cause == Cause::no_value; }

}  // namespace

std::optional<std::string> equal_crashes(const History& history) {
  for (const auto& trial : history.trials())
    for (const auto& part : trial.parts)
      if (part.end && part.end->end != End::failed) return {};
  const Outcome* first = nullptr;
  int count = 0;
  for (Revision r = history.settings_revision() + 1; r <= history.revision(); ++r) {
    const auto* ended = std::get_if<Ended>(&history.entry(r).fact);
    if (!ended || ended->outcome.cause == Cause::lost) continue;
    if (!own_fault(ended->outcome.cause)) return {};
    if (!first) first = &ended->outcome;
    const bool alike =
        first->cause == ended->outcome.cause && last_line(first->detail) == last_line(ended->outcome.detail);
    if (!alike) return {};
    ++count;
  }
  if (count < 3) return {};
  return "K111: the first 3 trials failed in the same way: " + printable(last_line(first->detail), 300);
}

}  // namespace kilter::core
