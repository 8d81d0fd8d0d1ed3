// SPDX-License-Identifier: MIT
// A worker of a study as a process of its own, for tests that kill it or start many of it.
//   worker_process fill DATABASE       writes trial after trial, and each confirmed revision to standard output
//   worker_process race ROOT STUDY ID  opens or creates the study and works until the budget of trials is spent
//   worker_process hold DATABASE ID    takes a run, says so, and waits until its standard input ends
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>

#include "kilter/base/error.hpp"
#include "kilter/storage/storages.hpp"
#include "kilter/storage/studies.hpp"
#include "tests/contracts/storage_facts.hpp"

namespace kilter::testing {
namespace {

void say(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) std::exit(9);
}

/// The next number and the budget, read as they pass.
struct Reader {
  Revision revision = 0;
  TrialNumber next = 0;
  TrialNumber budget = -1;

  void read(Storage& storage) {
    for (;;) {
      const auto entries = storage.since(revision);
      if (entries.empty()) return;
      for (const auto& entry : entries) {
        next += std::holds_alternative<Added>(entry.fact);
        if (const auto* changed = std::get_if<Changed>(&entry.fact)) budget = changed->trials;
      }
      revision = entries.back().revision;
    }
  }
};

int fill(const std::string& database) {
  const auto storage = open_sqlite(database, Access::create);
  Reader seen;
  const auto write = [&](const std::vector<Fact>& facts) {
    if (const auto revision = storage->append(facts, at(0))) say(std::to_string(*revision));
  };
  for (seen.read(*storage);; seen.read(*storage)) {
    if (seen.revision == 0) write({kilter::testing::changed()});
    const TrialNumber number = seen.next;
    write(asked(number, "filler"));
    write({reported({.trial = number})});
    write({ended({.trial = number})});
  }
}

int race(const std::string& root, const std::string& study, const WorkerId& worker) {
  Settings settings{.name = study};
  settings.budget.trials = 128;
  const auto opened = open_or_create(study_place(root, study), settings, SystemClock());
  opened.storage->beat(worker, at(0));
  Reader seen;
  int done = 0;
  std::unique_ptr<Turn> turn;
  for (seen.read(*opened.storage); seen.next < seen.budget; seen.read(*opened.storage)) {
    const TrialNumber number = seen.next;
    const bool won = opened.storage->append(asked(number, worker), at(0)).has_value();
    turn.reset();
    if (!won) {
      turn = opened.storage->turn();
      continue;
    }
    const Fact end = ended({.trial = number});
    if (!opened.storage->append({&end, 1}, at(0))) return 8;
    ++done;
  }
  say((opened.created ? "created " : "opened ") + std::to_string(done));
  return 0;
}

int hold(const std::string& database, const WorkerId& worker) {
  const auto storage = open_sqlite(database, Access::write);
  storage->beat(worker, at(0));
  Reader seen;
  seen.read(*storage);
  if (!storage->append(asked(seen.next, worker), at(0))) return 8;
  say("holds");
  while (std::cin.get() != EOF) continue;
  return 0;
}

}  // namespace
}  // namespace kilter::testing

int main(int count, char** words) try {
  using namespace kilter::testing;
  const std::string verb = count > 1 ? words[1] : "";
  if (verb == "fill" && count == 3) return fill(words[2]);
  if (verb == "race" && count == 5) return race(words[2], words[3], words[4]);
  if (verb == "hold" && count == 4) return hold(words[2], words[3]);
  return 2;
} catch (const kilter::Error& error) {
  std::fprintf(stderr, "%s\n", to_text(error.message()).c_str());
  return 5;
}
