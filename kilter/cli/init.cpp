// SPDX-License-Identifier: MIT
// `kilter init`: from a program's --help, or the constants of its script, to a study file.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/init_file.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/goals.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/setup/study_file.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;
using Role = OptionPlan::Role;
constexpr std::size_t most_read = 4 << 20;

struct Said {
  std::string text;
  bool failed = false;  ///< the program ended with another code than 0
};

/// What the program says to --help, on both streams; at most a minute.
Said help_of(const std::vector<std::string>& command) {
  const std::string line = "timeout 60 " + shell_quoted(command) + " --help 2>&1 </dev/null";
  FILE* pipe = ::popen(line.c_str(), "re");
  Said said;
  std::array<char, 65536> buffer;
  while (pipe && said.text.size() < most_read) {
    const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe);
    if (size == 0) break;
    said.text.append(buffer.data(), size);
  }
  said.failed = !pipe || ::pclose(pipe) != 0;
  return said;
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  return text.size() > most_read ? std::string() : text;
}

/// The script in the command: its first word that is a Python file; empty: none.
std::string script_of(const std::vector<std::string>& command) {
  for (const auto& word : command)
    if (word.ends_with(".py") && fs::is_regular_file(word)) return word;
  return {};
}

std::optional<std::string> likely_metric(const std::string& source) {
  const auto names = printed_metrics(source);
  const auto best = std::max_element(names.begin(), names.end(),
                                     [](const auto& a, const auto& b) { return likely_goal(a) < likely_goal(b); });
  return best != names.end() && likely_goal(*best) > 0 ? std::optional(*best) : std::nullopt;
}

std::vector<PlannedOption> planned(const std::vector<ProgramOption>& options) {
  std::vector<PlannedOption> all;
  for (const auto& option : options) all.push_back({option, plan_option(option)});
  return all;
}

std::vector<ProgramOption> as_options(const std::vector<SourceConstant>& constants) {
  std::vector<ProgramOption> options;
  for (const auto& constant : constants)
    options.push_back({.name = constant.name,
                       .takes_value = true,
                       .kind = to_integer(constant.value) ? "int" : "float",
                       .fallback = constant.value});
  return options;
}

std::size_t tuned(const std::vector<PlannedOption>& options) {
  return static_cast<std::size_t>(
      std::count_if(options.begin(), options.end(), [](const auto& o) { return o.plan.role == Role::tune; }));
}

/// Without its --help nothing is known of a program, and what it said last tells why.
[[noreturn]] void help_failed(const std::vector<std::string>& command, const std::string& text) {
  std::vector<std::string> advice;
  const auto lines = split(trim(text), '\n');
  if (!lines.empty() && !lines.back().empty()) advice.push_back("It said at its end:  " + printable(lines.back(), 300));
  advice.push_back("It must start by hand first:  " + shell_quoted(command) + " --help");
  throw Error(ErrorKind::usage, {}, fmt::format("{} --help fails", printable(shell_quoted(command), 200)), advice);
}

[[noreturn]] void no_options(const std::vector<std::string>& command, const std::string& script,
                             const std::vector<SourceConstant>& constants) {
  std::vector<std::string> advice;
  if (!constants.empty()) {
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < std::min<std::size_t>(constants.size(), 15); ++i)
      shown.push_back(constants[i].name + " = " + constants[i].value);
    advice.push_back(fmt::format("{} has these constants: {}", script, join(shown, ", ")));
    advice.push_back(
        "To tune them, each trial runs a copy of the script with its own values:  kilter init --constants -- " +
        shell_quoted(command));
  } else {
    advice.emplace_back("Where its settings stand in a file: --template \"FILE -> {trial.dir}/FILE\" with {lr} in it.");
    advice.emplace_back("Where it reads the environment: -- env LR={lr} " + shell_quoted(command));
  }
  throw Error(ErrorKind::usage, {}, fmt::format("no options found in {} --help", printable(shell_quoted(command), 200)),
              advice);
}

void write(const fs::path& path, const std::string& text, bool force) {
  std::error_code unknown;
  if (!force && fs::exists(path, unknown))
    throw Error(ErrorKind::usage, {}, fmt::format("{} is there already", path.string()),
                {"Another name: --out FILE      Overwrite it: --force"});
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out) throw Error(ErrorKind::failure, fmt::format("{} cannot be written", path.string()));
}

void tell(const Options& options, const InitFile& file, const std::string& from, const std::string& path) {
  say(options, "Read {} options from {}.", file.options.size(), from);
  const auto listed = [&](Role role, const char* title) {
    bool first = true;
    for (const auto& [option, plan] : file.options) {
      if (plan.role != role || (role == Role::fixed && plan.why.empty())) continue;
      const std::string name = "--" + option.name + (option.fallback ? " " + printable(*option.fallback, 40) : "");
      say(options, "  {:9} {:24} {}{}", first ? title : "", name, plan.range.empty() ? "" : plan.range + "   ",
          plan.why.empty() ? "" : "(" + plan.why + ")");
      first = false;
    }
  };
  listed(Role::tune, "to tune");
  listed(Role::length, "length");
  listed(Role::output, "output");
  listed(Role::fixed, "fixed");
  const auto rest = std::count_if(file.options.begin(), file.options.end(),
                                  [](const auto& o) { return o.plan.role == Role::fixed && o.plan.why.empty(); });
  if (rest > 0) say(options, "            and {} more stay as they are", rest);
  if (file.metric)
    say(options, "Metric      {} (it stands in the program; change it in the file)", *file.metric);
  else
    say(options, "Metric?     not found in the program: the first run tells what it prints");
  say(options, "Wrote {}. Look first:  kilter run {} --dry-run      Start:  kilter run {}", path, path, path);
}

}  // namespace

int verb_init(Options& options) {
  std::optional<std::string> out;
  bool force = false, constants_wanted = false;
  options.option("--out", out, "FILE", "Where to write (default: study.toml)");
  options.flag("--force", force, "Overwrite the file");
  options.flag("--constants", constants_wanted,
               "Tune the constants at the top of a Python script, in a copy for each trial");
  options.take_command();
  options.read(0, 0);
  if (!options.command() || options.command()->empty())
    throw Error(ErrorKind::usage, {}, "which program?", {"For example: kilter init -- python train.py"});
  const auto& command = *options.command();
  check_program({.words = command, .directory = fs::current_path(), .environment = {}, .metrics = {}});
  InitFile file{.command = command, .options = {}, .metric = {}, .script = {}, .folder = fs::current_path()};
  const std::string script = script_of(command), source = script.empty() ? "" : content(script);
  auto constants = top_level_constants(source);
  std::string from = shell_quoted(command) + " --help";
  if (constants_wanted) {
    if (constants.empty())
      throw Error(ErrorKind::usage, {}, "the program has no constants at the top of a Python script",
                  {"A constant is a line such as  LEARNING_RATE = 0.01  that begins at the left edge."});
    file.options = planned(as_options(constants));
    std::erase_if(constants, [](const SourceConstant& constant) {
      const auto plan = plan_option(as_options({constant}).front());
      return plan.role != Role::tune;
    });
    file.script = {script, script + ".in"};
    from = "the constants of " + script;
  } else {
    const Said said = help_of(command);
    auto read = parse_program_help(said.text);
    if (read.empty() && said.failed && constants.empty()) help_failed(command, said.text);
    complete_from_source(read, source);
    if (read.empty()) no_options(command, script, constants);
    file.options = planned(read);
  }
  file.metric = likely_metric(source);
  if (tuned(file.options) == 0)
    throw Error(
        ErrorKind::usage, {},
        fmt::format("none of the {} options has a name or a default that tells how to tune it", file.options.size()),
        {"Say it in the command: kilter run -- " + shell_quoted(command) + " --NAME '{NAME:log(1e-4,1)=0.01}'"});
  const fs::path path = out.value_or("study.toml");
  const std::string text = to_toml(file);
  if (file.script) write(file.script->second, with_placeholders(source, constants), force);
  write(path, text, force);
  read_study_file(path, SystemClock().wall());
  if (options.manner().json) {
    Json tuned_json = Json::object(), fixed = Json::array();
    for (const auto& [option, plan] : file.options)
      if (plan.role == Role::tune)
        tuned_json[parameter_name(option.name)] = plan.range;
      else
        fixed.push_back(option.name);
    print_json({{"schema", "kilter/init/1"},
                {"file", path.string()},
                {"tune", tuned_json},
                {"fixed", fixed},
                {"metric", file.metric ? Json(*file.metric) : Json(nullptr)}},
               {fmt::format("kilter run {} --dry-run --json", path.string()),
                fmt::format("kilter run {} --json", path.string())});
    return 0;
  }
  tell(options, file, from, path.string());
  return 0;
}

}  // namespace kilter::cli
