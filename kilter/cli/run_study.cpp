// SPDX-License-Identifier: MIT
#include "kilter/cli/run_study.hpp"

#include <fmt/format.h>

#include "kilter/analysis/progress.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/study_files.hpp"
#include "kilter/setup/same_command.hpp"
#include "kilter/setup/start.hpp"
#include "kilter/setup/user_file.hpp"

namespace kilter::cli {
namespace {

History history_of(Storage& storage) {
  History history;
  for (;;) {
    auto entries = storage.since(history.revision());
    const bool last = entries.size() < page;
    for (auto& entry : entries) history.take(std::move(entry));
    if (last) return history;
  }
}

[[noreturn]] void no_such_place(const std::string& place, const Manner& manner) {
  std::vector<std::string> advice;
  if (names_study_file(place))
    throw Error(ErrorKind::usage, {}, fmt::format("there is no study file {}", printable(place, 200)),
                {"Its form: docs/study-file.md. Without a file: kilter run --maximize val_acc -- python train.py --lr "
                 "'{lr:log(1e-4,1)}'"});
  if (const auto meant = nearest(place, study_names(manner.home))) advice.push_back("Did you mean " + *meant + "?");
  advice.push_back("Your program stands after two dashes: kilter run --maximize METRIC -- " + printable(place, 60) +
                   " ...");
  throw Error(
      ErrorKind::usage, {},
      fmt::format("\"{}\" is neither a study file nor a study in {}", printable(place, 100), manner.home.string()),
      advice);
}

void settle_name(Wishes& wishes, const std::optional<std::string>& place) {
  if (wishes.name) return;
  const std::string stem = place ? std::filesystem::path(*place).stem().string() : "";
  if (!stem.empty() && stem != "study")
    wishes.name = name_of({stem});
  else if (!wishes.command.empty())
    wishes.name = name_of(wishes.command);
  else
    wishes.name = "study";
}

/// NAME, or NAME-2, NAME-3, ... where there is a study of that name.
std::string free_name(const std::string& name, const std::filesystem::path& home) {
  std::string free = name;
  for (int i = 2; study_exists(study_place(home, free)); ++i) free = fmt::format("{}-{}", name, i);
  return free;
}

/// Throws K121 where the command is another program. While one trial at most has succeeded, people are still getting
/// the command right.
void refuse_another_command(const History& history, const Settings& settings, const Asked& asked) {
  if (asked.own.command.empty() || asked.same || counts(history).complete + counts(history).pruned < 2) return;
  const Command before = program_of(history.settings()).command, after = program_of(settings).command;
  auto lines = difference_outside_parameters(before, after);
  if (before.words.empty() || lines.empty()) return;
  for (auto& line : lines) line.insert(0, "  ");
  lines.push_back(
      "Results of two programs in one study cannot be compared. If it is another program, start another study: --new");
  lines.emplace_back("If it does the same (moved, renamed, one thread more), go on with this one: --same");
  throw Error(ErrorKind::usage, "K121",
              fmt::format("the command of study \"{}\" changed outside its parameters", history.settings().name),
              lines);
}

/// Writes what differs as a fact; another process may do the same at the same time, and both are right.
void record(JoinedStudy& joined, const History& history, const Asked& asked, const Clock& clock) {
  Change change = kilter::change(joined.settings, asked.own);
  joined.differences = change.differences;
  joined.space = change.space;
  if (change.differences.empty()) return;
  refuse_another_command(history, change.settings, asked);
  const Program now = program_of(change.settings);
  if (!asked.own.command.empty()) check_program(now.command);
  joined.settings = change.settings;
  const std::vector<Fact> facts{Changed{to_json(change.settings), change.settings.budget.trials.value_or(-1),
                                        "kilter run: " + join(change.differences, "; ")}};
  joined.storage->append(facts, clock.wall());
}

Plan plan_new(const Asked& asked) {
  if (asked.all.command.empty())
    throw Error(
        ErrorKind::usage, {},
        fmt::format("there is no study \"{}\" yet, and no command to start it with", asked.all.name.value_or("")),
        {"For example: kilter run --maximize val_acc -- python train.py --lr '{lr:log(1e-4,1)=0.01}'"});
  Plan plan = kilter::plan(asked.all, asked.look_first && !asked.dry_run);
  check_program(program_of(plan.settings).command);
  return plan;
}

}  // namespace

Asked gather(const RunRequest& request, const Manner& manner, WallTime now) {
  Asked asked;
  asked.sure = request.sure;
  asked.dry_run = request.dry_run;
  asked.detach = request.detach;
  asked.same = request.same;
  asked.take_over = request.take_over;
  asked.own = request.wishes;
  std::error_code failed;
  if (request.place) {
    const std::string& place = *request.place;
    if (std::filesystem::exists(place, failed) && !std::filesystem::is_directory(place, failed)) {
      asked.own = merged(request.wishes, read_any_study_file(place, now));
      settle_name(asked.own, place);
    } else if (place.find('/') == std::string::npos && study_exists(study_place(manner.home, place))) {
      asked.own.name = place;
    } else {
      no_such_place(place, manner);
    }
  }
  settle_name(asked.own, {});
  if (request.fresh) asked.own.name = free_name(*asked.own.name, manner.home);
  asked.all = merged(asked.own, read_user_file(now));
  asked.look_first = asked.all.goals.empty() && asked.all.metrics.empty();
  return asked;
}

JoinedStudy join_study(const Asked& asked, const Manner& manner, const Clock& clock) {
  JoinedStudy joined;
  joined.place = study_place(manner.home, *asked.own.name);
  SqliteOptions options;
  options.take_over = asked.take_over;
  if (study_exists(joined.place)) joined.storage = open_sqlite(joined.place.database(), Access::write, options);
  // One without a fact is only just being created, or whoever created it was killed before the first.
  if (!joined.storage || joined.storage->append({}, {}) == Revision{0}) {
    joined.storage.reset();
    joined.plan = plan_new(asked);
    auto opened = open_or_create(joined.place, joined.plan.settings, clock, options);
    joined.storage = std::move(opened.storage);
    joined.created = opened.created;
  }
  const History history = history_of(*joined.storage);
  joined.settings = history.settings();
  if (!joined.created) record(joined, history, asked, clock);
  enqueue_defaults(*joined.storage, clock);
  return joined;
}

JoinedStudy foresee_study(const Asked& asked, const Manner& manner, const Clock&) {
  JoinedStudy joined;
  joined.place = study_place(manner.home, *asked.own.name);
  if (!study_exists(joined.place)) {
    joined.created = true;
    joined.plan = plan_new(asked);
    joined.settings = joined.plan.settings;
    return joined;
  }
  joined.storage = open_sqlite(joined.place.database(), Access::read);
  const History history = history_of(*joined.storage);
  Change change = kilter::change(history.settings(), asked.own);
  refuse_another_command(history, change.settings, asked);
  joined.settings = change.settings;
  joined.differences = change.differences;
  joined.space = change.space;
  return joined;
}

}  // namespace kilter::cli
