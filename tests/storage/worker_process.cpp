// SPDX-License-Identifier: MIT
// A worker of a study as a process of its own, for tests that kill it or start many of it.
//   worker_process fill DATABASE       writes trial after trial, and each confirmed revision to standard output
//   worker_process race ROOT STUDY ID  opens or creates the study and works until the budget of trials is spent
//   worker_process hold DATABASE ID    takes a run, says so, and waits until its standard input ends
//   worker_process record DATABASE     makes the study that tests/recorded keeps of each format
//   worker_process show DATABASE       prints its entries, one line of JSON each
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <limits>
#include <string>

#include "kilter/base/error.hpp"
#include "kilter/core/wire.hpp"
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

/// A study that a history can be made of, with every kind of fact and numbers and texts that are hard to keep.
int record(const std::string& database) {
  Settings settings{
      .name = "recorded", .note = "Größe", .goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.budget.trials = 3;
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const RunId first{0, 0, 0}, again{0, 0, 1}, child{1, 1, 0};
  const std::vector<Fact> facts{
      Changed{to_json(settings), 3, "the study begins"},
      Added{0, R"({"x":0.5})", {}, {}},
      Proposed{0, R"({"x":0.5})", 1, "given/1", "", "the defaults"},
      Started{first, "host:17:4", 9, 0, 3, "it was waiting"},
      Assigned{first, "y", to_json(parse_range("y", "float(0,2)")), "0.25", 4},
      Reported{first, 1, {{"loss", 0.1}, {"\"quoted\"\n", -0.0}, {"µ", nan}, {"up", inf}, {"down", -inf}}},
      Reported{first, 1.5, {{"loss", 1e308}, {"tiny", 5e-324}, {"third", 1.0 / 3}}},
      Reported{first, -0.0, {}},
      Noted{first, "host", "a; DROP TABLE log; --"},
      Ended{first, {End::failed, Cause::lost, {}, "its worker is gone"}},
      Requeued{first, "asked for"},
      Started{again, "host:18:4", inf, 1, 11, "once more"},
      Decided{again, Verdict::pause, 12, "enough for now"},
      Ended{again, {End::paused, Cause::none, {{"loss", 0.125}}, "exit 0\nlast line"}},
      Changed{to_json(settings), -1, "no limit any more"},
      Added{1, "", 0, Checkpoint{0, 1.5}},
      Proposed{1, R"({"x":0.75,"y":1.5})", 15, "gp/2", "theta=0.5", "improves on trial 0"},
      Started{child, "host:18:4", 27, 2, 17, "next part"},
      Ended{child, {End::failed, Cause::nan, {{"loss", nan}}, ""}},
      Added{2, "", {}, {}},
  };
  const auto storage = open_sqlite(database, Access::create);
  for (const auto& fact : facts)
    if (!storage->append({&fact, 1}, at(static_cast<int>(&fact - facts.data()) * 1001))) return 8;
  return 0;
}

int show(const std::string& database) {
  for (const auto& entry : everything(*open_sqlite(database, Access::read))) say(to_json(entry));
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
  if (verb == "record" && count == 3) return record(words[2]);
  if (verb == "show" && count == 3) return show(words[2]);
  return 2;
} catch (const kilter::Error& error) {
  std::fprintf(stderr, "%s\n", to_text(error.message()).c_str());
  return 5;
}
