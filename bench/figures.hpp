// SPDX-License-Identifier: MIT
// What kilter-bench measures. Each function prints its figures, one line of JSON each.
#pragma once
#include <filesystem>
#include <string>

namespace kilter::bench {

struct AskTell {
  std::string sampler = "random";
  std::string storage = "memory";  ///< or sqlite:FILE, or sqlite for a file that goes again
  int prefill = 1000;              ///< trials stored before
  int trials = 5000;               ///< measured
  int dims = 10;
};
/// The time of one ask and its tell without any report, in studies that hold `prefill` to `prefill` + 500 trials.
/// Beside it the limit: copying the same facts in memory, or two transactions with the same texts on a bare table.
void ask_tell(const AskTell& options);

struct Load {
  int trials = 10000;
  int dims = 10;
};
/// From the start of a fresh process until it has folded all trials of an SQLite study, and its memory at most until
/// then. Beside it the time to step through the same rows.
void load(const Load& options);
/// The fresh process: opens the study, then says when it was ready and how much memory it had taken.
void load_here(const std::filesystem::path& database);

struct Spawn {
  int trials = 300;
};
/// A trial of the program `true` from ask to tell, and what it takes beyond posix_spawn and waitpid.
void spawn(const Spawn& options);

struct Idle {
  int trials = 80;
  int jobs = 4;
};
/// The share of the workers' time in which no program slept, while programs sleep 0.05 to 0.95 s.
void idle(const Idle& options);

struct Share {
  int trials = 60;  ///< of one process; four do four times as many
};
/// How many times the trials of one `kilter run` four of them do on one study, and the smallest share of the four.
void share(const Share& options);

/// The time of `kilter --help`, and the sizes of the programs.
void start();

struct Regret {
  std::filesystem::path data;        ///< laid out as bench/README.md says
  std::string suites = "functions";  ///< comma list
  std::string samplers = "auto";     ///< comma list; options in braces after a name
  std::string tasks;                 ///< comma list; empty: all of the suites
  int seeds = 10;
  int trials = 100;
  int workers = 1;
  int jobs = 1;               ///< threads, each with a study of its own
  std::filesystem::path out;  ///< rows are appended; empty: none
  bool list = false;          ///< print the tasks' names instead
};
/// How good the best trial of each sampler is as trials go on: one row a study, as tab-separated columns; and one line
/// of JSON a task and sampler with the quartiles at the end.
void regret(const Regret& options);

struct Curves {
  std::filesystem::path data;  ///< holds curves/taskset_rnn
  std::string schedulers = "none,asha{\"promote\":true}";
  std::string samplers = "auto";
  std::string budgets = "5,10,20,50";  ///< in full trainings
  std::string workers = "1";
  double shortest = 1;  ///< length that trials may begin with; 0: all have the full one
  int seeds = 5;
  std::filesystem::path out;  ///< rows are appended; empty: none
};
/// The lowest loss that schedulers and samplers find on recorded curves within so many full trainings: one row a study.
void curves(const Curves& options);

/// A hash of what each sampler proposes under fixed seeds. With a file: compares, and returns false where a value
/// differs.
bool signature(const std::filesystem::path& expected = {});

}  // namespace kilter::bench
