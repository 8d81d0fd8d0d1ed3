// SPDX-License-Identifier: MIT
// `kilter ask` and `kilter tell`: the loop in the user's own script. What is asked for is bound to no process, so that
// each may come from another one, on another day.
#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "kilter/analysis/words.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/ask_preview.hpp"
#include "kilter/cli/given.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"
#include "kilter/core/study.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/executors/run_files.hpp"
#include "kilter/setup/registry.hpp"

namespace kilter::cli {
namespace {

constexpr int nothing_left = 10;

WorkerId asker() {
  char host[256] = "localhost";
  gethostname(host, sizeof host - 1);
  return fmt::format("ask:{}:{}", host, getpid());
}

/// The four verbs of the core over an opened study.
struct AtWork {
  explicit AtWork(Opened& opened)
      : sampler(make_sampler(opened.settings().sampler)),
        scheduler(make_scheduler(opened.settings().scheduler)),
        study(*opened.storage, *sampler, *scheduler, clock, asker()) {}

  SystemClock clock;
  std::unique_ptr<Sampler> sampler;
  std::unique_ptr<Scheduler> scheduler;
  core::Study study;
};

const char* why(core::Nothing nothing) {
  switch (nothing) {
    case core::Nothing::later: return "nothing to start before running trials have reported";
    case core::Nothing::budget_spent: return "all trials of the budget have been started";
    case core::Nothing::exhausted: return "all combinations have been tried";
    case core::Nothing::paused: return "the study is paused";
  }
  return "";
}

void print_as_json(const Options& options, const Opened& study, const Job& job, const RunFiles& files) {
  Json json{{"schema", "kilter/ask/1"},
            {"study", study.name},
            {"trial", job.run.trial},
            {"part", job.run.part},
            {"attempt", job.run.attempt},
            {"params", params_json(job.space, job.params)},
            {"budget", number_json(job.budget)},
            {"from_step", number_json(job.from_step)},
            {"seed", job.seed},
            {"folder", files.directory.string()}};
  const auto command = command_of(study, study.trial(job.run.trial));
  json["command"] = command;
  json["command_line"] = shell_quoted(command);
  const std::string here = fmt::format("tell {} {}", study.name, job.run.trial);
  print_json(json, {to_type(options, here + " VALUE --json"), to_type(options, here + " --failed --json")});
}

void print_as_text(const Options& options, const Opened& study, const Job& job) {
  const std::string here = fmt::format("{} {}", study.name, job.run.trial);
  const std::string metric = study.settings().goals.empty() ? "value" : study.settings().goals.front().metric;
  say(options, "trial {} of {}: {}", job.run.trial, study.name, describe(job.space, job.params));
  if (const auto command = command_of(study, study.trial(job.run.trial)); !command.empty())
    fmt::print("  run:   {}\n", shell_quoted(command));
  std::fflush(stdout);
  fmt::print(stderr, "  then:  {}\n", to_type(options, fmt::format("tell {} {}=VALUE", here, metric)));
  fmt::print(stderr, "  or:    {}\n", to_type(options, fmt::format("tell {} --failed", here)));
}

/// The part of a trial that waits to be told of.
const Part& open_part(const Options& options, const Opened& study, const Trial& trial) {
  for (const auto& part : trial.parts)
    if (part.running && is_asked(part.worker)) return part;
  const TrialState state = trial.state();
  if (state == TrialState::running)
    throw Error(ErrorKind::failure, {},
                fmt::format("trial {} of {} is run by {}, which tells of it itself", trial.number, study.name,
                            printable(trial.parts.front().worker, 100)),
                {"Only what kilter ask gave out is told by hand."});
  throw Error(
      ErrorKind::failure, {},
      fmt::format("trial {} of {} does not wait for a value: it is {}", trial.number, study.name, to_text(state)),
      {"A trial to tell of comes from: " + to_type(options, "ask " + study.name)});
}

double number_of(const std::string& word, const std::string& text) {
  const auto value = to_double(text);
  if (!value)
    throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" is no number", printable(word, 100)),
                {"Write 0.93, or val_acc=0.93; a trial that has none: --failed"});
  return *value;
}

/// `0.93` is the value of the only goal.
Metrics metrics_of(const Settings& settings, const std::vector<std::string>& words) {
  const auto& goals = settings.goals;
  Metrics metrics;
  for (const auto& word : words) {
    if (word.find('=') != word.npos) {
      const auto [name, text] = name_and_value(word);
      metrics.push_back({name, number_of(word, text)});
    } else if (goals.size() == 1) {
      metrics.push_back({goals.front().metric, number_of(word, word)});
    } else {
      throw Error(ErrorKind::usage, fmt::format("the study has several goals, so write {}={}",
                                                goals.empty() ? "NAME" : goals.front().metric, printable(word, 60)));
    }
  }
  const auto check = [&](const char* kind, const std::string& name) {
    const auto is_it = [&](const Metric& metric) { return metric.name == name; };
    if (words.empty() || std::any_of(metrics.begin(), metrics.end(), is_it)) return;
    std::vector<std::string> names;
    for (const auto& metric : metrics) names.push_back(metric.name);
    throw Error(ErrorKind::usage, {}, fmt::format("the study's {} {} has no value in what you typed", kind, name),
                {fmt::format("Given: {}. Write {}=VALUE too.", join(names, ", "), name)});
  };
  for (const auto& goal : goals) check("goal", goal.metric);
  for (const auto& limit : settings.limits) check("limited metric", limit.metric);
  return metrics;
}

}  // namespace

int verb_ask(Options& options) {
  bool shall_preview = false;
  std::optional<std::string> params;
  options.flag("--preview", shall_preview, "Only show what would come next: --preview 5 for five; nothing is written");
  options.option("--params", params, "JSON", "With --preview: what the models expect of your own settings");
  options.read(0, 2, "[STUDY]");
  auto words = options.words();
  if (shall_preview || params) return preview(options, words, params);
  if (words.size() > 1)
    throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" is one word too many", printable(words[1], 60)),
                {"A study is enough: " + to_type(options, "ask " + words[0])});
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::write);
  AtWork work(study);
  const auto job = work.study.ask();
  study.sync();
  if (!job) {
    const char* reason = why(work.study.why_nothing());
    if (options.manner().json)
      print_json({{"schema", "kilter/ask/1"}, {"study", study.name}, {"trial", nullptr}, {"why", reason}},
                 next_commands(options, study));
    fmt::print(stderr, "nothing to do in {}: {}\n", study.name, reason);
    return nothing_left;
  }
  const RunFiles files = run_files(std::filesystem::absolute(study.place.folder), job->run);
  std::filesystem::create_directories(files.directory);
  if (options.manner().json)
    print_as_json(options, study, *job, files);
  else
    print_as_text(options, study, *job);
  return 0;
}

int verb_tell(Options& options) {
  bool failed = false;
  std::optional<std::string> why_failed;
  options.flag("--failed", failed, "The trial has no value");
  options.option("--reason", why_failed, "TEXT", "Why it failed; kept with the trial");
  options.read(1, 1000, "[STUDY] TRIAL VALUE");
  const auto [name, rest] = study_and_rest(options, failed ? 1 : 2);
  if (rest.empty() || failed == (rest.size() > 1))
    throw Error(
        ErrorKind::usage, {}, failed ? "a trial that failed has no value" : "which value has the trial?",
        {"For example: kilter tell k1 17 0.93, kilter tell k1 17 val_acc=0.93 loss=0.2, kilter tell k1 17 --failed"});
  Opened study = open_study(options, name, Access::write);
  const TrialNumber number = trial_number(rest.front());
  const Part& part = open_part(options, study, study.trial(number));
  const RunId run{number, part.index, part.attempt};
  Outcome outcome{.end = failed ? End::failed : End::completed,
                  .cause = failed ? Cause::error : Cause::none,
                  .values = metrics_of(study.settings(), {rest.begin() + 1, rest.end()}),
                  .detail = why_failed.value_or("")};
  AtWork work(study);
  if (!work.study.tell(run, std::move(outcome)))
    throw Error(ErrorKind::failure,
                fmt::format("trial {} of {} was told of by somebody else meanwhile", number, study.name));
  study.sync();
  const Trial& trial = study.trial(number);
  if (options.manner().json)
    print_json({{"schema", "kilter/tell/1"},
                {"study", study.name},
                {"trial", number},
                {"state", to_text(trial.state())},
                {"values", values_json(trial, study.settings().goals)}},
               {to_type(options, "ask " + study.name + " --json"), to_type(options, "best " + study.name + " --json")});
  else if (!options.manner().quiet)
    say(options, "trial {} of {} is {}", number, study.name, to_text(trial.state()));
  return 0;
}

}  // namespace kilter::cli
