// SPDX-License-Identifier: MIT
#include "kilter/cli/code_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/setup/code_state.hpp"

namespace kilter::cli {

std::vector<CodeChange> CodeChanges::take(TrialNumber trial, const std::string& note) {
  std::vector<CodeChange> changes;
  if (note == last_) return changes;
  last_ = note;
  const auto code = code_from_json(note);
  if (!code) return changes;
  for (const auto& [file, hash] : code->files) {
    const auto [known, fresh] = hashes_.emplace(file, hash);
    if (fresh || known->second == hash) continue;
    known->second = hash;
    changes.push_back({file, trial});
  }
  return changes;
}

std::vector<CodeChange> code_changes(const History& history) {
  CodeChanges changes;
  std::vector<CodeChange> newest;
  for (Revision r = 1; r <= history.revision(); ++r) {
    const auto* noted = std::get_if<Noted>(&history.entry(r).fact);
    if (!noted || noted->key != code_key) continue;
    for (auto& change : changes.take(noted->run.trial, noted->text)) {
      std::erase_if(newest, [&](const CodeChange& other) { return other.file == change.file; });
      newest.push_back(std::move(change));
    }
  }
  return newest;
}

Message other_code(const History& history, const CodeChange& change) {
  const std::string& name = history.settings().name;
  const std::string before =
      change.trial == 1 ? "trial 0" : fmt::format("the trials before it, 0 to {},", change.trial - 1);
  return {Severity::warning,
          "K122",
          fmt::format("{} differs from trial {} on; {} ran another version", printable(change.file, 200), change.trial,
                      before),
          {"Whether that changes the results Kilter cannot know: best, and what is proposed, rest on both.",
           fmt::format("What it ran: kilter trial show {} {}     For the new version alone start another study: --new",
                       name, change.trial)}};
}

}  // namespace kilter::cli
