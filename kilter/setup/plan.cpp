// SPDX-License-Identifier: MIT
#include "kilter/setup/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/executors/file_template.hpp"
#include "kilter/setup/goals.hpp"
#include "kilter/setup/limits.hpp"
#include "kilter/setup/parts.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/setup/track_target.hpp"
#include "kilter/space/check.hpp"

namespace kilter {
namespace {

std::vector<Goal> goals_of(const Wishes& wishes) {
  std::vector<Goal> goals = wishes.goals;
  for (const auto& metric : wishes.metrics) {
    const auto direction = known_direction(metric);
    if (!direction)
      throw Error(ErrorKind::usage, "K103",
                  fmt::format("which direction? \"{}\" is not a name Kilter knows", printable(metric, 80)),
                  {fmt::format("Add --minimize {} or --maximize {}.", printable(metric, 80), printable(metric, 80))});
    goals.push_back({.metric = metric, .maximize = *direction == Direction::maximize});
  }
  for (std::size_t i = 0; i < goals.size(); ++i) {
    if (goals[i].metric.empty() || goals[i].metric.size() > 200)
      throw Error(ErrorKind::usage, "a metric's name has 1 to 200 characters");
    for (std::size_t j = 0; j < i; ++j)
      if (goals[i].metric == goals[j].metric)
        throw Error(ErrorKind::usage, fmt::format("the metric \"{}\" is named twice", printable(goals[i].metric, 80)));
  }
  return goals;
}

template <class T>
std::vector<T> joined(std::vector<T> lower, const std::vector<T>& upper) {
  for (const auto& one : upper) {
    const auto same = std::find_if(lower.begin(), lower.end(), [&](const T& other) { return other.name == one.name; });
    if (same == lower.end())
      lower.push_back(one);
    else
      *same = one;
  }
  return lower;
}

/// The command as it is wished, with its templates read.
Command command_of(const Wishes& wishes) {
  Command command;
  command.words = wishes.command;
  command.directory = wishes.directory.value_or(std::filesystem::current_path());
  for (const auto& text : wishes.templates) {
    FileTemplate file = parse_file_template(text);
    file.names = names_in_template(template_text(command.directory / file.from));
    command.templates.push_back(std::move(file));
  }
  return command;
}

/// The parameters of the wishes; ranges written into the command win.
std::vector<Parameter> parameters_of(const Wishes& wishes) {
  if (wishes.command.empty()) return wishes.parameters;
  std::vector<std::string> declared;
  for (const auto& parameter : wishes.parameters) declared.push_back(parameter.name);
  return joined(wishes.parameters, CommandTemplate::of(command_of(wishes), declared).parameters());
}

/// Its folders do not move when the same study goes on from elsewhere.
std::vector<std::string> tracks(const Wishes& wishes) {
  std::vector<std::string> all;
  for (const auto& text : wishes.track)
    all.push_back(
        to_text(absolute(read_track_target(text), wishes.directory.value_or(std::filesystem::current_path()))));
  return all;
}

void wish_program(Program& program, const Wishes& wishes) {
  if (!wishes.command.empty()) {
    const Command wished = command_of(wishes);
    program.command.words = CommandTemplate::of(wished).words();
    program.command.directory = wished.directory;
    program.command.templates = wished.templates;
  }
  for (const auto& [name, value] : wishes.environment) program.command.environment[name] = value;
  if (wishes.step) program.command.step = *wishes.step;
  if (wishes.timeout) program.timeout = wishes.timeout;
  if (wishes.memory) program.memory = wishes.memory;
  if (wishes.grace) program.grace = *wishes.grace;
  if (wishes.cores) program.cores = wishes.cores;
  if (wishes.gpus) program.gpus = wishes.gpus;
  if (wishes.per_gpu) program.per_gpu = wishes.per_gpu;
  if (wishes.workdir) program.workdir = wishes.workdir;
  if (wishes.pty) program.command.pty = *wishes.pty;
  if (!wishes.track.empty()) program.track = tracks(wishes);
  if (!wishes.logs.empty()) program.command.logs = wishes.logs;
}

void wish_budget(Budget& budget, const Wishes& wishes) {
  if (wishes.trials) budget.trials = wishes.trials;
  if (wishes.hours) budget.hours = wishes.hours;
  if (wishes.until) budget.until = wishes.until;
  if (wishes.epochs) budget.shortest = wishes.epochs->first, budget.full = wishes.epochs->second;
}

void wish_rest(Settings& settings, const Wishes& wishes) {
  if (wishes.note) settings.note = *wishes.note;
  if (wishes.sampler) settings.sampler = *wishes.sampler;
  if (wishes.scheduler) settings.scheduler = *wishes.scheduler;
  if (wishes.retry_lost) settings.retry.lost = *wishes.retry_lost;
  if (wishes.retry_error) settings.retry.error = *wishes.retry_error;
  if (wishes.seed) settings.seed = *wishes.seed;
  settings.limits = joined(settings.limits, wishes.limits);
  wish_budget(settings.budget, wishes);
}

/// The parameters of the study that a new study file or command still has.
std::vector<Parameter> kept(const Space& space, const Wishes& wishes) {
  std::vector<Parameter> parameters = space.parameters();
  if (wishes.command.empty() && !wishes.whole_space) return parameters;
  const auto wished = parameters_of(wishes);
  std::optional<CommandTemplate> command;
  if (!wishes.command.empty()) command = CommandTemplate::parse(wishes.command);
  std::erase_if(parameters, [&](const Parameter& p) {
    const auto named = [&](const Parameter& other) { return other.name == p.name; };
    if (std::any_of(wished.begin(), wished.end(), named)) return false;
    const bool used = command && command->names(p.name);
    // A parent in a condition or a fixed value need not reach the program.
    const bool silent = p.kind == Kind::fixed ||
                        std::any_of(parameters.begin(), parameters.end(),
                                    [&](const Parameter& q) { return q.when.find(p.name) != std::string::npos; });
    return !used && (wishes.whole_space || !(silent || command->gives_all()));
  });
  return parameters;
}

/// What can only be seen when all is together.
void check(const Settings& settings) {
  make_sampler(settings.sampler);
  make_scheduler(settings.scheduler);
  check_parts(settings);
  const Program program = program_from_json(settings.job);
  if (!program.empty()) CommandTemplate::of(program.command).check(settings.space);
}

std::size_t searched(const Space& space) {
  return static_cast<std::size_t>(std::count_if(space.parameters().begin(), space.parameters().end(),
                                                [](const Parameter& p) { return p.kind != Kind::fixed; }));
}

std::string shown(const std::vector<Goal>& goals) {
  std::vector<std::string> words;
  for (const auto& goal : goals)
    words.push_back(fmt::format("{} {}", goal.maximize ? "maximize" : "minimize", printable(goal.metric, 80)));
  return join(words, " and ");
}

bool same_aim(const std::vector<Goal>& a, const std::vector<Goal>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Goal& x, const Goal& y) { return x.metric == y.metric && x.maximize == y.maximize; });
}

[[noreturn]] void another_goal(const Settings& existing, const std::vector<Goal>& now) {
  throw Error(
      ErrorKind::usage, "K114",
      fmt::format("study \"{}\" exists with another goal ({}; now: {})", existing.name, shown(existing.goals),
                  shown(now)),
      {fmt::format(
           "Every number is recorded in each trial, so nothing needs to run again:  kilter study rerank {} --{} {}",
           existing.name, now.front().maximize ? "maximize" : "minimize", shell_quoted({now.front().metric})),
       fmt::format("Go on with it: leave the goal out, or give the same.   Or a new study: --name {}-{}", existing.name,
                   name_of({now.front().metric}))});
}

std::string limit_text(const std::optional<double>& value) { return value ? to_text(*value) : "none"; }

void compare_program(std::vector<std::string>& out, const std::string& before, const std::string& after) {
  const Program a = program_from_json(before), b = program_from_json(after);
  if (a.command.words != b.command.words) out.push_back("command → " + shell_quoted(b.command.words));
  if (a.command.directory != b.command.directory) out.push_back("folder → " + b.command.directory.string());
  if (a.command.environment != b.command.environment) out.emplace_back("environment");
  if (a.command.step != b.command.step) out.push_back("step → " + b.command.step);
  if (a.timeout != b.timeout)
    out.push_back(fmt::format("timeout {} → {} s", limit_text(a.timeout), limit_text(b.timeout)));
  if (a.memory != b.memory) out.push_back(fmt::format("memory → {} bytes", b.memory.value_or(0)));
  if (a.grace != b.grace) out.push_back(fmt::format("grace {} → {} s", to_text(a.grace), to_text(b.grace)));
  if (a.cores != b.cores) out.emplace_back("cores");
  if (a.gpus != b.gpus || a.per_gpu != b.per_gpu) out.emplace_back("gpus");
  if (a.workdir != b.workdir)
    out.emplace_back(b.command.own_folder ? "workdir → one for each trial" : "workdir → shared by all trials");
  if (a.command.pty != b.command.pty) out.emplace_back("pty");
  if (a.command.logs != b.command.logs) out.push_back("log → " + join(b.command.logs, ", "));
  if (a.track != b.track) out.push_back("track → " + join(b.track, ", "));
  if (a.command.templates != b.command.templates) out.emplace_back("templates");
}

std::vector<std::string> differences(const Settings& before, const Settings& after) {
  std::vector<std::string> out;
  const Budget &a = before.budget, &b = after.budget;
  if (a.trials != b.trials)
    out.push_back(
        fmt::format("trials {} → {}", a.trials ? std::to_string(*a.trials) : "unlimited", b.trials.value_or(0)));
  if (a.hours != b.hours) out.push_back(fmt::format("hours {} → {}", limit_text(a.hours), limit_text(b.hours)));
  if (a.until != b.until) out.push_back("until → " + to_text(*b.until));
  if (a.shortest != b.shortest || a.full != b.full)
    out.push_back(fmt::format("epochs {}..{} → {}..{}", to_text(a.shortest), to_text(a.full), to_text(b.shortest),
                              to_text(b.full)));
  if (!(before.sampler == after.sampler))
    out.push_back(fmt::format("sampler {} → {}", before.sampler.name, after.sampler.name));
  if (!(before.scheduler == after.scheduler))
    out.push_back(fmt::format("scheduler {} → {}", before.scheduler.name, after.scheduler.name));
  if (!(before.retry == after.retry)) out.emplace_back("retry");
  if (before.seed != after.seed) out.push_back(fmt::format("seed {} → {}", before.seed, after.seed));
  if (before.note != after.note) out.emplace_back("note");
  for (const auto& limit : after.limits)
    if (std::find(before.limits.begin(), before.limits.end(), limit) == before.limits.end())
      out.push_back("limit " + to_text(limit));
  if (before.goals != after.goals) out.emplace_back("how a curve becomes a value");
  compare_parts(out, before, after);
  compare_program(out, before.job, after.job);
  if (!(before.space == after.space)) out.emplace_back("space");
  return out;
}

}  // namespace

namespace {

/// The ranges as a study file has them; where only a default, a condition or the like differs, all that there is.
std::string change_line(const Parameter& before, const Parameter& after) {
  std::string from = describe(before, Form::file), to = describe(after, Form::file);
  if (from == to) from = to_json(before), to = to_json(after);
  return fmt::format("~ {}: {} → {}", after.name, from, to);
}

}  // namespace

std::vector<std::string> space_differences(const Space& before, const Space& after) {
  std::vector<std::string> lines;
  for (const auto& parameter : after.parameters()) {
    const auto index = before.find(parameter.name);
    if (!index)
      lines.push_back(fmt::format("+ {}: {}", parameter.name, describe(parameter, Form::file)));
    else if (!(before[*index] == parameter))
      lines.push_back(change_line(before[*index], parameter));
  }
  for (const auto& parameter : before.parameters())
    if (!after.find(parameter.name)) lines.push_back(fmt::format("- {}: removed", parameter.name));
  if (before.constraints() != after.constraints()) lines.emplace_back("~ the constraints");
  return lines;
}

int default_trials(const Space& space) {
  constexpr std::size_t first = 10, each = 5, most = 60;
  return static_cast<int>(std::min(first + each * searched(space), most));
}

Plan plan(const Wishes& wishes, bool look_first) {
  Plan plan;
  Settings& settings = plan.settings;
  settings.name = wishes.name.value_or("study");
  settings.goals = goals_of(wishes);
  if (settings.goals.empty() && !look_first)
    throw Error(ErrorKind::usage, {}, "no metric is named, so Kilter does not know what is better",
                {"Add --maximize val_acc or --minimize val_loss, by the name that your program prints."});
  settings.space = Space(parameters_of(wishes), wishes.constraints);
  wish_rest(settings, wishes);
  Program program;
  wish_program(program, wishes);
  wish_parts(settings, program.command, wishes);
  settings.job = to_json(program);
  if (settings.space.size() == 0)
    throw Error(ErrorKind::usage, {}, "there is nothing to tune: no parameter has a range",
                {"Write a range into the command:  --lr '{lr:log(1e-4,1)=0.01}'",
                 "or into a study file:  [space]  lr = { log = [1e-4, 1.0], default = 0.01 }"});
  if (settings.goals.empty()) {
    settings.budget = {
        .trials = 1, .hours = {}, .until = {}, .shortest = settings.budget.full, .full = settings.budget.full};
  } else if (!wishes.trials && !wishes.hours && !wishes.until) {
    settings.budget.trials = default_trials(settings.space);
    const auto count = searched(settings.space);
    plan.trials_why = count >= 10 ? "the most that Kilter chooses by itself"
                                  : fmt::format("10 and 5 for each of {} parameter{}", count, count == 1 ? "" : "s");
  }
  if (!wishes.scheduler && settings.budget.shortest < settings.budget.full) {
    settings.scheduler.name = "auto";
    plan.scheduler_why =
        fmt::format("each trial stops at epoch {} first, the best go on", to_text(settings.budget.shortest));
  }
  if (!wishes.scheduler && settings.parts > 1) {
    settings.scheduler = {"cv_race", settings.scheduler.name == "auto" ? R"({"then":"asha"})" : "{}"};
    plan.scheduler_why = fmt::format("trials that fall behind get no more {}s", to_text(settings.part_kind));
  }
  check(settings);
  return plan;
}

Change change(const Settings& existing, const Wishes& wishes) {
  Change change;
  Settings& settings = change.settings;
  settings = existing;
  const auto goals = goals_of(wishes);
  if (!goals.empty()) {
    // One that was only looked at has got its goal now.
    if (existing.goals.empty())
      settings.budget.trials = default_trials(existing.space);
    else if (!same_aim(goals, existing.goals))
      another_goal(existing, goals);
    settings.goals = goals;
  }
  const Space space(joined(kept(existing.space, wishes), parameters_of(wishes)),
                    joined(existing.space.constraints(), wishes.constraints));
  if (!(space == existing.space)) {
    change.space = space_differences(existing.space, space);
    settings.space = space;
  }
  wish_rest(settings, wishes);
  Program program = program_from_json(existing.job);
  wish_program(program, wishes);
  wish_parts(settings, program.command, wishes);
  keep_parts(existing, settings);
  if (!program.empty()) settings.job = to_json(program);
  check(settings);
  change.differences = differences(existing, settings);
  return change;
}

Program program_of(const Settings& settings) {
  Program program = program_from_json(settings.job);
  auto& metrics = program.command.metrics;
  const auto collect = [&](const std::string& metric) {
    if (std::find(metrics.begin(), metrics.end(), metric) == metrics.end()) metrics.push_back(metric);
  };
  for (const auto& goal : settings.goals) collect(goal.metric);
  for (const auto& limit : settings.limits) collect(limit.metric);
  return program;
}

}  // namespace kilter
