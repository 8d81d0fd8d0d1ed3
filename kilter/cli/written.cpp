// SPDX-License-Identifier: MIT
#include "kilter/cli/written.hpp"

#include <fmt/format.h>

#include "kilter/base/error.hpp"

namespace kilter::cli {
namespace {

constexpr int tries = 1000;

[[noreturn]] void never_quick_enough(const Opened& study) {
  throw Error(ErrorKind::storage,
              fmt::format("{} other writes to study {} came first; nothing was changed", tries, study.name));
}

Changed changed(const Settings& settings, const std::string& reason) {
  return {to_json(settings), settings.budget.trials.value_or(-1), reason};
}

/// The newest settings that others wrote after `before` and ahead of `ours`: ours took their place unseen.
std::optional<Settings> overwritten(const History& history, Revision before, Revision ours) {
  for (Revision r = ours - 1; r > before; --r)
    if (const auto* theirs = std::get_if<Changed>(&history.entry(r).fact)) return settings_from_json(theirs->settings);
  return {};
}

}  // namespace

bool append(Opened& study, const FactsOf& facts) {
  for (int i = 0; i < tries; ++i) {
    study.sync();
    const auto made = facts(study.history);
    if (made.empty()) return false;
    if (!study.storage->append(made, SystemClock().wall())) continue;
    study.sync();
    return true;
  }
  never_quick_enough(study);
}

void change(Opened& study, const std::string& reason, const std::function<void(Settings&)>& edit, const FactsOf& more) {
  bool told_more = false;
  std::optional<Settings> theirs;
  for (int i = 0; i < tries; ++i) {
    study.sync();
    const Revision before = study.history.revision();
    Settings settings = theirs ? *theirs : study.settings();
    edit(settings);
    std::vector<Fact> facts{changed(settings, reason)};
    if (more && !told_more)
      for (auto& fact : more(study.history)) facts.push_back(std::move(fact));
    const auto last = study.storage->append(facts, SystemClock().wall());
    if (!last) continue;
    told_more = true;
    study.sync();
    theirs = overwritten(study.history, before, *last + 1 - facts.size());
    if (!theirs) return;
  }
  never_quick_enough(study);
}

}  // namespace kilter::cli
