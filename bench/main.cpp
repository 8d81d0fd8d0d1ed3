// SPDX-License-Identifier: MIT
// kilter-bench: the figures that Kilter promises, one line of JSON each.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/figures.hpp"
#include "kilter/base/error.hpp"

namespace {

using namespace kilter::bench;

void standard_list() {
  ask_tell({});
  ask_tell({.storage = "sqlite"});
  load({});
  spawn({});
  idle({});
  share({});
  start();
  signature();
}

int measure(int argc, char** argv) {
  CLI::App app("Measures what Kilter promises: one line of JSON a figure. Without a command: all of them.");
  bool same = true;

  AskTell asked;
  auto* verb = app.add_subcommand("asktell", "microseconds of an ask and its tell");
  verb->add_option("--sampler", asked.sampler)->capture_default_str();
  verb->add_option("--storage", asked.storage, "memory, sqlite, or sqlite:FILE")->capture_default_str();
  verb->add_option("--prefill", asked.prefill, "trials stored before")->capture_default_str();
  verb->add_option("--trials", asked.trials, "measured")->capture_default_str();
  verb->add_option("--dims", asked.dims)->capture_default_str();
  verb->callback([&] { ask_tell(asked); });

  Load loaded;
  std::filesystem::path database;
  verb = app.add_subcommand("load", "seconds and memory of a fresh process that reads a whole study");
  verb->add_option("--trials", loaded.trials)->capture_default_str();
  verb->add_option("--dims", loaded.dims)->capture_default_str();
  verb->add_option("--here", database, "read this database in this process")->group("");
  verb->callback([&] { database.empty() ? load(loaded) : load_here(database); });

  Spawn spawned;
  verb = app.add_subcommand("spawn", "milliseconds of a subprocess trial beyond posix_spawn and waitpid");
  verb->add_option("--trials", spawned.trials)->capture_default_str();
  verb->callback([&] { spawn(spawned); });

  Idle idled;
  verb = app.add_subcommand("idle", "share of idle worker time while trials differ in length");
  verb->add_option("--trials", idled.trials)->capture_default_str();
  verb->add_option("--jobs", idled.jobs)->capture_default_str();
  verb->callback([&] { idle(idled); });

  Share shared;
  verb = app.add_subcommand("share", "four processes on one study against one");
  verb->add_option("--trials", shared.trials, "of one process")->capture_default_str();
  verb->callback([&] { share(shared); });

  app.add_subcommand("start", "milliseconds of kilter --help, megabytes of the programs")->callback(start);

  Curves curved;
  verb = app.add_subcommand("curves", "schedulers and samplers over recorded learning curves");
  verb->add_option("--data", curved.data, "folder with curves/taskset_rnn")->check(CLI::ExistingDirectory)->required();
  verb->add_option("--schedulers", curved.schedulers, "comma list; options in braces")->capture_default_str();
  verb->add_option("--samplers", curved.samplers, "comma list; options in braces")->capture_default_str();
  verb->add_option("--budgets", curved.budgets, "in full trainings")->capture_default_str();
  verb->add_option("--workers", curved.workers)->capture_default_str();
  verb->add_option("--shortest", curved.shortest, "epochs that trials may begin with; 0: all are to train in full")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb->add_option("--seeds", curved.seeds)->capture_default_str();
  verb->add_option("--out", curved.out, "append rows to this file");
  verb->callback([&] { curves(curved); });

  Regret regretted;
  verb = app.add_subcommand("regret", "how good the best trial is after 10 to 200, by task and sampler");
  verb->add_option("--data", regretted.data, "folder with tables, surrogates, ...")->check(CLI::ExistingDirectory);
  verb->add_option("--suites", regretted.suites, "comma list: functions, tables, surrogates, conditional, objectives")
      ->capture_default_str();
  verb->add_option("--samplers", regretted.samplers, "comma list; options follow a name: random{}")->required();
  verb->add_option("--tasks", regretted.tasks, "comma list; all of the suites unless given");
  verb->add_option("--seeds", regretted.seeds)->capture_default_str()->check(CLI::PositiveNumber);
  verb->add_option("--trials", regretted.trials)->capture_default_str()->check(CLI::PositiveNumber);
  verb->add_option("--workers", regretted.workers, "pending trials")->capture_default_str()->check(CLI::PositiveNumber);
  verb->add_option("--jobs", regretted.jobs, "threads")->capture_default_str()->check(CLI::PositiveNumber);
  verb->add_option("--out", regretted.out, "file to which rows are appended");
  verb->add_flag("--list", regretted.list, "print the tasks' names");
  verb->callback([&] { regret(regretted); });

  std::filesystem::path expected;
  verb = app.add_subcommand("signature", "a hash of what each sampler proposes");
  verb->add_option("--compare", expected, "a file of such hashes; ends with 1 where one differs");
  verb->callback([&] { same = signature(expected); });

  app.require_subcommand(0, 1);
  CLI11_PARSE(app, argc, argv);
  if (app.get_subcommands().empty()) standard_list();
  return same ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return measure(argc, argv);
  } catch (const kilter::Error& error) {
    std::fprintf(stderr, "%s\n", kilter::to_text(error.message()).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
  }
  return 1;
}
