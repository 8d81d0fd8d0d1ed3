// SPDX-License-Identifier: MIT
#include "kilter/cli/run_options.hpp"

#include <fmt/format.h>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/setup/limits.hpp"
#include "kilter/setup/parts.hpp"
#include "kilter/setup/units.hpp"

namespace kilter::cli {
namespace {

/// The options as they are typed.
struct Typed {
  std::optional<std::string> name, note, until, sampler, scheduler, timeout, memory, grace, epochs, step;
  std::optional<std::string> gpus, workdir, instances, aggregate, test_metric;
  std::optional<int> folds, seeds;
  std::optional<int> trials, jobs, cores, seed, per_gpu;
  std::optional<double> hours;
  std::vector<std::string> maximize, minimize, metric, param, constraint, limit, log, templates, track;
  bool pty = false, yes_maximize = false, yes_minimize = false;
};

void declare(Options& options, Typed& typed, RunRequest& request) {
  options.option("--name", typed.name, "NAME", "Name of the study (default: the program's)");
  options.option("--maximize", typed.maximize, "METRIC", "Metric of which more is better; several: first named, first");
  options.option("--minimize", typed.minimize, "METRIC", "Metric of which less is better");
  options.option("--metric", typed.metric, "METRIC", "Metric whose direction its name tells, as val_loss");
  options.option("--trials", typed.trials, "N",
                 "Trials in the whole study, over all starts (default 10 + 5 a parameter)");
  options.option("--hours", typed.hours, "H", "Hours with running trials in the whole study");
  options.option("--until", typed.until, "TIME", "Start nothing after 08:00, or \"2026-10-02 08:00\"");
  options.option("-j,--jobs", typed.jobs, "J", "Trials at once (default: the cores there are)");
  options.option("--param", typed.param, "NAME=RANGE", "A parameter, as lr=log(1e-4,1)=0.01");
  options.option("--constraint", typed.constraint, "RULE",
                 "A rule that no proposal breaks, as \"width*depth <= 6400\"");
  options.option("--limit", typed.limit, "METRIC<=N",
                 "A limit on what a trial measures, as \"ms<=5\"; the sampler learns to keep it");
  options.option("--epochs", typed.epochs, "[SHORT,]FULL",
                 "Training length, for {trial.epochs}; trials stop at SHORT first, the best go on");
  options.option("--step", typed.step, "NAME", "What counts steps in the output (default: step, epoch, ...)");
  options.option("--sampler", typed.sampler, "NAME", "auto (default), gp, tpe, quasi_random, random, grid");
  options.option("--scheduler", typed.scheduler, "NAME",
                 "auto (default with two lengths), none, median, asha, hyperband, ... (docs/schedulers)");
  options.option("--seed", typed.seed, "N", "Seed of the study, for the same proposals again");
  options.option("--folds", typed.folds, "N", "Folds of each trial, by {fold} or KILTER_FOLD from 0; raced");
  options.option("--instances", typed.instances, "N|FILE",
                 "Instances of each trial, by {instance} or KILTER_INSTANCE; a file names one a line");
  options.option("--seeds", typed.seeds, "N", "Seeds of each trial, by {seed} or KILTER_SEED");
  options.option("--aggregate", typed.aggregate, "HOW",
                 "How their values become the trial's: mean (default), median, iqm, worst");
  options.option("--test-metric", typed.test_metric, "METRIC", "Shown nowhere before kilter test");
  options.option("--timeout", typed.timeout, "TIME", "Longest time of one trial, as 90s or 1h30m");
  options.option("--memory", typed.memory, "SIZE", "Most memory of one trial, as 2GB");
  options.option("--grace", typed.grace, "TIME", "Time to save after a request to stop (default 30s)");
  options.option("--cores", typed.cores, "N", "Threads of one trial (default: cores / jobs)");
  options.option("--gpus", typed.gpus, "N|all",
                 "GPUs of one trial (default 1 where there are any, 0: none); all: also those in use by others");
  options.option("--per-gpu", typed.per_gpu, "N", "Trials that share a GPU (default 1)");
  options.option("--workdir", typed.workdir, "trial|shared",
                 "trial: each trial runs in a folder of its own, with this one linked in");
  options.option("--log", typed.log, "FILE", "A CSV, JSONL or text file with metrics that the program writes");
  options.option("--template", typed.templates, "IN -> OUT",
                 "An input file of each trial, as \"in -> {trial.dir}/out\"");
  options.flag("--pty", typed.pty, "Let the program print to a terminal, so that it holds no lines back");
  options.option("--track", typed.track, "WHERE",
                 "Follow it live in tensorboard[=DIR], csv[=DIR] or mlflow[=URI]; several may be given");
  options.option("--note", typed.note, "TEXT", "A word about the study, kept with it");
  options.flag("--yes-maximize", typed.yes_maximize, "Yes, maximize it, whatever its name says");
  options.flag("--yes-minimize", typed.yes_minimize, "Yes, minimize it, whatever its name says");
  options.flag("--new", request.fresh, "Start another study, of the next free name");
  options.flag("--same", request.same, "The command is the same program, though it changed outside its parameters");
  options.flag("--take-over", request.take_over,
               "Go on although another machine works on the study, on a network file system; it stops");
  options.flag("--detach", request.detach, "Run in the background, also after this terminal is closed");
  options.flag("--dry-run", request.dry_run, "Show what would be run, and start nothing");
  options.take_command();
}

int at_least(const char* name, int value, int least) {
  if (value < least) throw Error(ErrorKind::usage, {}, fmt::format("{} {}: at least {} is needed", name, value, least));
  return value;
}

/// The goals in the order in which they were typed.
std::vector<Goal> goals(const std::vector<std::string>& words) {
  std::vector<Goal> all;
  for (std::size_t i = 0; i < words.size(); ++i)
    for (const bool maximize : {true, false}) {
      const std::string name = maximize ? "--maximize" : "--minimize";
      if (words[i] == name && i + 1 < words.size())
        all.push_back({.metric = words[i + 1], .maximize = maximize});
      else if (words[i].starts_with(name + "="))
        all.push_back({.metric = words[i].substr(name.size() + 1), .maximize = maximize});
    }
  return all;
}

Parameter parameter(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw Error(ErrorKind::usage, {}, fmt::format("--param {}: a name and a range are expected", printable(text, 80)),
                {"For example --param 'lr=log(1e-4,1)=0.01'"});
  return parse_range(text.substr(0, equals), text.substr(equals + 1));
}

std::pair<double, double> epochs(const std::string& text) {
  std::vector<double> ends;
  for (const auto part : split(text, ',')) {
    const auto end = to_double(trim(part));
    if (end) ends.push_back(*end);
  }
  if (ends.empty() || ends.size() > 2 || !(ends.front() > 0) || !(ends.back() >= ends.front()) || ends.back() > 1e15)
    throw Error(ErrorKind::usage, {}, fmt::format("--epochs {}: a length above 0 is expected", printable(text, 60)),
                {"For example --epochs 90, or --epochs 3,90 for the shortest useful and the full length"});
  return {ends.front(), ends.back()};
}

double duration(const char* name, const std::string& text) {
  const auto seconds = parse_duration(text);
  if (!seconds)
    throw Error(ErrorKind::usage, {}, fmt::format("{} {}: this is no duration", name, printable(text, 60)),
                {fmt::format("For example {} 90s, {} 1h30m", name, name)});
  return *seconds;
}

void places(Wishes& wishes, const Typed& typed) {
  if (typed.per_gpu) wishes.per_gpu = at_least("--per-gpu", *typed.per_gpu, 1);
  if (typed.gpus == "all") {
    wishes.all_gpus = true;
  } else if (typed.gpus) {
    const auto count = to_integer(*typed.gpus);
    if (!count || *count < 0 || *count > 1024)
      throw Error(ErrorKind::usage, {},
                  fmt::format("--gpus {}: a number or all is expected", printable(*typed.gpus, 40)),
                  {"For example --gpus 2 for two GPUs a trial, --gpus 0 for none, --gpus all for those in use too"});
    wishes.gpus = static_cast<int>(*count);
  }
  if (typed.workdir) {
    if (*typed.workdir != "trial" && *typed.workdir != "shared")
      throw Error(ErrorKind::usage, {},
                  fmt::format("--workdir {}: trial or shared is expected", printable(*typed.workdir, 40)),
                  {"trial: each trial runs in a folder of its own, with this one linked in; shared: all run here"});
    wishes.workdir = *typed.workdir == "trial" ? Workdir::trial : Workdir::shared;
  }
  if (typed.pty) wishes.pty = true;
  wishes.logs = typed.log;
  wishes.templates = typed.templates;
  wishes.track = typed.track;
}

void amounts(Wishes& wishes, const Typed& typed, WallTime now) {
  if (typed.trials) wishes.trials = at_least("--trials", *typed.trials, 1);
  if (typed.jobs) wishes.jobs = at_least("--jobs", *typed.jobs, 1);
  if (typed.cores) wishes.cores = at_least("--cores", *typed.cores, 1);
  if (typed.seed) wishes.seed = static_cast<std::uint64_t>(at_least("--seed", *typed.seed, 0));
  if (typed.hours && !(*typed.hours > 0)) throw Error(ErrorKind::usage, "--hours must be above 0");
  wishes.hours = typed.hours;
  if (typed.until) {
    wishes.until = parse_until(*typed.until, now);
    if (!wishes.until)
      throw Error(ErrorKind::usage, {}, fmt::format("--until {}: this is no time", printable(*typed.until, 60)),
                  {"For example --until 08:00, or --until \"2026-10-02 08:00\""});
  }
  if (typed.timeout) wishes.timeout = duration("--timeout", *typed.timeout);
  if (wishes.timeout && *wishes.timeout <= 0) throw Error(ErrorKind::usage, "--timeout must be above 0");
  if (typed.grace) wishes.grace = duration("--grace", *typed.grace);
  if (typed.memory) {
    wishes.memory = parse_size(*typed.memory);
    if (!wishes.memory || *wishes.memory == 0)
      throw Error(ErrorKind::usage, {}, fmt::format("--memory {}: this is no size", printable(*typed.memory, 60)),
                  {"For example --memory 2GB, --memory \"512 MiB\""});
  }
  if (typed.epochs) wishes.epochs = epochs(*typed.epochs);
}

void parts(Wishes& wishes, const Typed& typed) {
  if (typed.folds) take_parts(wishes, PartKind::fold, *typed.folds, "--folds");
  if (typed.instances) read_instances(wishes, *typed.instances, "--instances");
  if (typed.seeds) take_parts(wishes, PartKind::seed, *typed.seeds, "--seeds");
  if (typed.aggregate) wishes.aggregate = aggregate_from(*typed.aggregate, "--aggregate");
  wishes.test_metric = typed.test_metric;
}

}  // namespace

RunRequest read_run_options(Options& options, WallTime now) {
  Typed typed;
  RunRequest request;
  declare(options, typed, request);
  options.read(0, 1, "a study file");
  Wishes& wishes = request.wishes;
  wishes.name = typed.name;
  wishes.note = typed.note;
  wishes.goals = goals(options.typed());
  wishes.metrics = typed.metric;
  wishes.step = typed.step;
  for (const auto& text : typed.param) wishes.parameters.push_back(parameter(text));
  for (const auto& rule : typed.constraint) wishes.constraints.push_back({rule, rule});
  for (const auto& text : typed.limit) wishes.limits = joined(std::move(wishes.limits), {parse_limit(text)});
  if (typed.sampler) wishes.sampler = Plug{*typed.sampler};
  if (typed.scheduler) wishes.scheduler = Plug{*typed.scheduler};
  amounts(wishes, typed, now);
  places(wishes, typed);
  parts(wishes, typed);
  if (options.command()) {
    wishes.command = *options.command();
    if (wishes.command.empty())
      throw Error(ErrorKind::usage, {}, "no command follows --",
                  {"For example: -- python train.py --lr '{lr:log(1e-4,1)}'"});
  }
  if (!options.words().empty()) request.place = options.words().front();
  request.sure = typed.yes_maximize || typed.yes_minimize;
  return request;
}

}  // namespace kilter::cli
