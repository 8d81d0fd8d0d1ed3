// SPDX-License-Identifier: MIT
#include "kilter/cli/init_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/setup/goals.hpp"

namespace kilter::cli {
namespace {

using Role = OptionPlan::Role;

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// A brace of the program's own is written twice.
std::string word(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
  return toml_text(out);
}

std::string command_words(const InitFile& file) {
  std::vector<std::string> words;
  for (const auto& typed : file.command)
    words.push_back(file.script && typed == file.script->first
                        ? toml_text("{trial.dir}/" + std::filesystem::path(typed).filename().string())
                        : word(typed));
  if (!file.script)
    for (const auto& [option, plan] : file.options) {
      if (plan.role == Role::fixed) continue;
      words.push_back(toml_text("--" + option.name));
      words.push_back(toml_text(plan.role == Role::tune     ? "{" + parameter_name(option.name) + "}"
                                : plan.role == Role::length ? "{trial.epochs}"
                                                            : plan.range));
    }
  return join(words, ", ");
}

std::string fixed_lines(const InitFile& file) {
  std::string text;
  for (const auto& [option, plan] : file.options)
    if (plan.role == Role::fixed)
      text += fmt::format("#   --{}{}{}\n", option.name, option.fallback ? " " + printable(*option.fallback, 60) : "",
                          plan.why.empty() ? "" : "   (" + plan.why + ")");
  return text;
}

}  // namespace

std::string parameter_name(const std::string& option) {
  std::string name = option;
  for (char& c : name)
    if (c == '-' || c == '.') c = '_';
  return name;
}

std::string to_toml(const InitFile& file) {
  std::string text = "# Written by kilter init; change what you like. Its form: docs/study-file.md\n\n[command]\n";
  if (file.script)
    text += fmt::format("template = {}\n",
                        toml_text(fmt::format("{} -> {{trial.dir}}/{}", file.script->second,
                                              std::filesystem::path(file.script->first).filename().string())));
  text += fmt::format("run = [{}]\n", command_words(file));
  if (file.script) text += fmt::format("environment = {{ PYTHONPATH = {} }}\n", toml_text(file.folder.string()));
  text += "\n[objective]\n";
  if (file.metric)
    text += fmt::format("{} = {}\n", known_direction(*file.metric) == Direction::maximize ? "maximize" : "minimize",
                        toml_text(*file.metric));
  else
    text += "# maximize = \"val_acc\"    # not found in the program: the first run tells what it prints\n";
  text += "\n[space]\n";
  std::size_t longest = 0;
  for (const auto& [option, plan] : file.options)
    if (plan.role == Role::tune) longest = std::max(longest, parameter_name(option.name).size());
  for (const auto& [option, plan] : file.options)
    if (plan.role == Role::tune)
      text +=
          fmt::format("{:{}} = {:32}  # {}\n", parameter_name(option.name), longest, toml_text(plan.range), plan.why);
  for (const auto& [option, plan] : file.options)
    if (plan.role == Role::length) text += fmt::format("\n[budget]\nepochs = {}\n", option.fallback.value_or("1"));
  if (const auto fixed = fixed_lines(file); !fixed.empty())
    text += "\n# Left as they are. To tune one: its line under [space], and --NAME {NAME} in the command.\n" + fixed;
  return text;
}

std::string with_placeholders(const std::string& source, const std::vector<SourceConstant>& constants) {
  std::string out;
  std::size_t done = 0;
  for (const auto& constant : constants) {
    out += source.substr(done, constant.begin - done) + "{" + constant.name + "}";
    done = constant.begin + constant.length;
  }
  return out + source.substr(done);
}

}  // namespace kilter::cli
