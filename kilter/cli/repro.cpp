// SPDX-License-Identifier: MIT
// `kilter repro`: the exact command of a trial, printed, and run once more outside the study.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/run_first.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/core/study.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/executors/file_template.hpp"
#include "kilter/executors/params_file.hpp"
#include "kilter/executors/run_files.hpp"
#include "kilter/executors/subprocess_environment.hpp"
#include "kilter/executors/work_folder.hpp"
#include "kilter/setup/plan.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

struct Again {
  Job job;
  RunFiles files;
  Command command;
  std::vector<std::string> words;
  std::map<std::string, std::string> surroundings;
  fs::path folder;   ///< where it runs
  bool own = false;  ///< a folder of its own, the project linked in
};

bool lies_in(const fs::path& file, const fs::path& folder) {
  const auto inside = file.lexically_relative(folder);
  return !inside.empty() && *inside.begin() != "..";
}

Again again(const Opened& study, const Trial& trial) {
  const Program program = program_of(study.settings());
  if (program.empty())
    throw Error(ErrorKind::usage, {}, fmt::format("study {} runs no program, so there is no command", study.name));
  if (!trial.proposed) throw Error(ErrorKind::usage, fmt::format("trial {} has no settings yet", trial.number));
  const Part first{};
  const Part& part = trial.parts.empty() ? first : trial.parts.front();
  Again a{.job = {.run = {trial.number, 0, 0},
                  .space = study.settings().space,
                  .params = trial.params,
                  .budget = trial.parts.empty() ? study.settings().budget.full : part.budget,
                  .from_step = 0,
                  .seed = core::seed_of(study.settings(), trial, 0),
                  .from = {}},
          .files = run_files(fs::absolute(study.place.folder) / "repro", {trial.number, 0, 0}),
          .command = program.command,
          .words = {},
          .surroundings = {}};
  a.surroundings = {{"trial.dir", a.files.directory.string()},
                    {"params", a.files.params.string()},
                    {"params.toml", fs::path(a.files.params).replace_extension(".toml").string()},
                    {"gpus", ""},
                    {"instance", instance_name(a.command.instances, 0)}};
  a.words = CommandTemplate::of(a.command).expand(a.job, a.surroundings);
  // What a template writes beside the project would overwrite a file of it.
  a.own = a.command.own_folder;
  for (const auto& file : a.command.templates)
    if (const auto to = a.command.directory / expand_text(file.to, a.job, a.surroundings);
        !lies_in(to.lexically_normal(), a.files.directory.lexically_normal())) {
      if (fs::path(expand_text(file.to, a.job, a.surroundings)).is_absolute())
        throw Error(ErrorKind::usage, {},
                    fmt::format("the template {} would overwrite {}", file.from, printable(to.string(), 200)),
                    {"With --dry-run it prints the command; run that by hand where it is no loss."});
      a.own = true;
    }
  a.folder = a.own ? a.files.directory / "work" : a.command.directory;
  return a;
}

/// Becomes the program; returns only where that fails.
[[noreturn]] void become(const Opened& study, const Again& a) {
  fs::create_directories(a.files.directory);
  write_params_file(a.files.params, a.job, "json");
  write_params_file(fs::path(a.files.params).replace_extension(".toml"), a.job, "toml");
  if (a.own)
    link_project(a.command.directory, a.folder, fs::absolute(study.place.folder).parent_path(),
                 written_files(study.history));
  for (const auto& file : a.command.templates)
    write_from_template(file, a.command.directory, a.folder, a.job, a.surroundings);
  SubprocessOptions options;
  options.study = study.name;
  options.parts = study.settings().parts;
  options.part_kind = study.settings().part_kind;
  options.thread_environment = false;
  auto environment = ProgramEnvironment(a.command, options).of(a.job, a.files, "", {});
  auto words = a.words;
  std::vector<char*> arguments, entries;
  for (auto& word : words) arguments.push_back(word.data());
  for (auto& entry : environment) entries.push_back(entry.data());
  arguments.push_back(nullptr);
  entries.push_back(nullptr);
  fs::current_path(a.folder);
  ::execvpe(arguments.front(), arguments.data(), entries.data());
  throw Error(ErrorKind::failure, fmt::format("cannot run \"{}\": {}", printable(words.front(), 200),
                                              std::generic_category().message(errno)));
}

}  // namespace

int verb_repro(Options& options) {
  bool show_only = false;
  options.flag("--dry-run", show_only, "Print the command and run nothing");
  options.read(1, 2, "[STUDY] TRIAL");
  const auto [name, words] = study_and_rest(options, 1);
  if (words.size() != 1) throw Error(ErrorKind::usage, "which trial? For example: kilter repro k1 17");
  const Opened study = open_study(options, name, Access::read);
  const Again a = again(study, study.trial(trial_number(words.front())));
  const std::string folder = a.folder.string();
  if (options.manner().json)
    print_json({{"schema", "kilter/repro/1"},
                {"study", study.name},
                {"trial", a.job.run.trial},
                {"folder", folder},
                {"command", a.words},
                {"command_line", shell_quoted(a.words)},
                {"seed", a.job.seed}},
               {to_type(options, fmt::format("trial show {} {} --json", study.name, a.job.run.trial))});
  else if (!options.manner().quiet)
    fmt::print(stderr, "cd {} && {}\n", shell_quoted({folder}), shell_quoted(a.words));
  if (show_only) return 0;
  std::fflush(stdout);
  become(study, a);
}

}  // namespace kilter::cli
