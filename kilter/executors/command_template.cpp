// SPDX-License-Identifier: MIT
#include "kilter/executors/command_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/expression.hpp"

namespace kilter {
namespace {

/// What a placeholder may name beside parameters.
constexpr std::array<std::string_view, 11> surrounding_names = {"params",     "params.toml",  "trial",  "trial.dir",
                                                                "trial.seed", "trial.epochs", "epochs", "gpus",
                                                                "fold",       "instance",     "seed"};

using Role = Piece::Role;

bool is_surrounding(std::string_view name) {
  return std::find(surrounding_names.begin(), surrounding_names.end(), name) != surrounding_names.end();
}

bool is_params_file(std::string_view name) { return name == "params" || name == "params.toml"; }

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> names_of(const Space& space) {
  std::vector<std::string> names;
  for (const auto& parameter : space.parameters()) names.push_back(parameter.name);
  return names;
}

/// A command that hands on these variables (`sh -c 'train $KILTER_P_LR'`) takes its parameters from them.
bool reads_environment(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return word.find("KILTER_P") != std::string::npos; });
}

std::string command_line(const std::vector<std::string>& words) { return "  " + printable(shell_quoted(words), 300); }

std::string in_study_file(const std::vector<std::string>& names) {
  return fmt::format("In study.toml but not in the command: {}.        All at once: {{*}}", join(names, ", "));
}

[[noreturn]] void fail_without_placeholder(const std::vector<std::string>& words,
                                           const std::vector<std::string>& declared) {
  const std::string name = declared.empty() ? "lr" : declared.front();
  std::vector<std::string> advice = {
      command_line(words),
      fmt::format("Write {{{0}}} where the value goes. In PowerShell quote it: '{{{0}}}' (PowerShell removes bare "
                  "braces).",
                  name)};
  if (!declared.empty()) advice.push_back(in_study_file(declared));
  throw Error(ErrorKind::usage, "K101", "the command has no placeholder, so every trial would be the same",
              std::move(advice));
}

[[noreturn]] void fail_unknown(const Piece& piece, const Space& space) {
  auto names = names_of(space);
  std::vector<std::string> advice;
  std::string headline = fmt::format("{{{}}} in the command is no parameter of this study", printable(piece.text, 60));
  auto known = names;
  known.insert(known.end(), surrounding_names.begin(), surrounding_names.end());
  if (const auto near = nearest(piece.text, known)) {
    advice.push_back(fmt::format("Did you mean {{{}}}?", *near));
  } else if (names.empty()) {
    headline = fmt::format("{{{}}} in the command has no range", printable(piece.text, 60));
  }
  advice.push_back(
      fmt::format("Its range may stand in the command: '{{{}:log(1e-4,1)}}'   or in study.toml under "
                  "[space].",
                  printable(piece.text, 60)));
  if (!names.empty()) {
    if (names.size() > 20) names.resize(20), names.emplace_back("...");
    advice.push_back("Parameters of the study: " + join(names, ", "));
  }
  advice.push_back("A brace that is meant as such is written twice: {{ and }}.");
  throw Error(ErrorKind::usage, {}, std::move(headline), std::move(advice));
}

/// A flag needs a yes/no parameter, a number format numbers.
void check_form(const Piece& piece, const Parameter& parameter) {
  const bool flag = piece.role == Role::flag || piece.role == Role::no_flag;
  if (flag && parameter.kind != Kind::boolean)
    throw Error(ErrorKind::usage, {},
                fmt::format("{} needs a yes/no parameter, and {} is none", to_text({piece}), parameter.name),
                {fmt::format("Make it one: {} = {{ bool = true }}   or write --{} {{{}}}", parameter.name,
                             parameter.name, parameter.name)});
  if (!piece.format) return;
  const bool numbers =
      std::all_of(parameter.choices.begin(), parameter.choices.end(),
                  [](const Value& value) {
                    return std::holds_alternative<double>(value) || std::holds_alternative<std::int64_t>(value);
                  }) &&
      parameter.kind != Kind::boolean;
  if (!numbers)
    throw Error(ErrorKind::usage, {},
                fmt::format("{}: the values of {} are not numbers", to_text({piece}), parameter.name),
                {fmt::format("Write {{{}}}.", parameter.name)});
  if (piece.format->type == 'd' && parameter.kind == Kind::real)
    throw Error(ErrorKind::usage, {}, fmt::format("{}: {} is no whole number", to_text({piece}), parameter.name),
                {fmt::format("Write {{{0}}} or {{{0}:.3g}}, or make the range whole: int.", parameter.name)});
}

/// Whether a word that begins so is no value of the option before it: `--lr={lr}`, `lr={lr}`, `{nesterov:flag}`.
bool vanishes_alone(const Piece& first) {
  if (first.role != Role::text) return first.role != Role::value;
  return first.text.starts_with('-') || first.text.find('=') != first.text.npos;
}

bool is_all(const Piece& piece) { return piece.role == Role::all_options || piece.role == Role::all_pairs; }

/// A parameter on which others depend has an effect through them.
std::vector<std::string> names_in_conditions(const Space& space) {
  std::vector<std::string> names;
  for (const auto& parameter : space.parameters()) {
    if (parameter.when.empty()) continue;
    const auto condition = Expression::parse(parameter.when);
    names.insert(names.end(), condition.names().begin(), condition.names().end());
  }
  return names;
}

}  // namespace

CommandTemplate CommandTemplate::parse(const std::vector<std::string>& words,
                                       const std::vector<std::string>& declared) {
  return parse(words, declared, {});
}

CommandTemplate CommandTemplate::of(const Command& command, const std::vector<std::string>& declared) {
  return parse(command.words, declared, command.templates);
}

CommandTemplate CommandTemplate::parse(const std::vector<std::string>& words, const std::vector<std::string>& declared,
                                       const std::vector<FileTemplate>& templates) {
  if (words.empty())
    throw Error(ErrorKind::usage, {}, "there is no command to run",
                {"It stands after two dashes: kilter run ... -- python train.py --lr '{lr:log(1e-4,1)}'"});
  CommandTemplate command;
  bool depends = false;
  for (const auto& file : templates)
    for (const auto& name : file.names) {
      if (is_surrounding(name)) continue;
      command.named_.push_back(name);
      depends = true;
    }
  for (const auto& text : words) {
    Word word{parse_word(text), false};
    word.vanishes_alone = vanishes_alone(word.pieces.front());
    for (const auto& piece : word.pieces) {
      if (piece.role == Role::text) continue;
      if (!piece.range.empty()) command.add_parameter(parse_range(piece.text, piece.range), text);
      if (!piece.text.empty()) command.named_.push_back(piece.text);
      depends = depends || is_params_file(piece.text) || !is_surrounding(piece.text) || !piece.range.empty() ||
                contains(declared, piece.text);
    }
    command.words_.push_back(to_text(word.pieces));
    command.parsed_.push_back(std::move(word));
  }
  if (!depends && !reads_environment(words)) fail_without_placeholder(words, declared);
  return command;
}

void CommandTemplate::add_parameter(Parameter parameter, const std::string& where) {
  const auto same = std::find_if(parameters_.begin(), parameters_.end(),
                                 [&](const Parameter& known) { return known.name == parameter.name; });
  if (same == parameters_.end())
    parameters_.push_back(std::move(parameter));
  else if (!(*same == parameter))
    throw Error(ErrorKind::usage, {},
                fmt::format("{} has a second, different range in \"{}\"", parameter.name, printable(where, 200)),
                {fmt::format("Give the range once and write {{{}}} elsewhere.", parameter.name)});
}

bool CommandTemplate::names(std::string_view placeholder) const { return contains(named_, placeholder); }

bool CommandTemplate::gives_all() const {
  for (const auto& word : parsed_)
    if (is_all(word.pieces.front())) return true;
  return std::any_of(named_.begin(), named_.end(), is_params_file) || reads_environment(words_);
}

void CommandTemplate::check(const Space& space) const {
  for (const auto& word : parsed_)
    for (const auto& piece : word.pieces) {
      if (piece.role == Role::text || is_all(piece)) continue;
      const auto index = space.find(piece.text);
      if (index)
        check_form(piece, space[*index]);
      else if (piece.role != Role::value || !is_surrounding(piece.text))
        fail_unknown(piece, space);
    }
  if (gives_all()) return;
  const auto parents = names_in_conditions(space);
  std::vector<std::string> unused;
  for (const auto& parameter : space.parameters())
    if (parameter.kind != Kind::fixed && !contains(parents, parameter.name) && !contains(named_, parameter.name))
      unused.push_back(parameter.name);
  if (unused.empty()) return;
  throw Error(
      ErrorKind::usage, "K101",
      fmt::format("the command does not use {}, so {} would have no effect", join(unused, ", "),
                  unused.size() == 1 ? "its value" : "their values"),
      {command_line(words_), fmt::format("Write {{{}}} where the value goes.", unused.front()), in_study_file(unused)});
}

}  // namespace kilter
