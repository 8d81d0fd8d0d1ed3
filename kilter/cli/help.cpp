// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

void print_codes(bool json) {
  for (const auto& [code, headline] : long_forms())
    if (json)
      fmt::print("{}\n", message_json({Severity::notice, code, headline, {}}));
    else
      fmt::print("{}  {}\n", code, headline);
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const auto& verb : verbs()) names.emplace_back(verb.name);
  for (const auto& [code, headline] : long_forms()) names.push_back(code);
  return names;
}

}  // namespace

std::string overview() {
  std::string text =
      "Kilter tunes the settings of any training program, on every core, and survives anything.\n\n"
      "  kilter run --maximize val_acc -- python train.py --lr '{lr:log(1e-4,1)=0.01}'\n\n";
  for (const auto& verb : verbs()) text += fmt::format("  {:<14} {}\n", verb.name, verb.sentence);
  text +=
      "\nkilter COMMAND --help explains a command, kilter help K105 a message.\n"
      "Exit codes: 0 done, 1 failure, 2 usage, 3 finished but no trial succeeded, 4 study file or space invalid,\n"
      "            5 storage trouble, 6 goal not reached, 10 please stop this trial, 130 interrupted.\n";
  return text;
}

int verb_help(Options& options) {
  options.read(0, 2, "a command or a code");
  const std::string name = join(options.words(), " ");
  if (name.empty()) {
    fmt::print("{}", overview());
    return 0;
  }
  if (name == "codes" || name == "messages") {
    print_codes(options.manner().json);
    return 0;
  }
  if (const auto text = long_form(name)) {
    fmt::print("{}\n", *text);
    return 0;
  }
  if (const auto* verb = find_verb(name)) {
    Options asked(*verb, {"--help"}, {});
    return verb->run(asked);
  }
  std::vector<std::string> advice;
  if (const auto meant = nearest(name, all_names())) advice.push_back("Did you mean: kilter help " + *meant);
  advice.emplace_back("All commands: kilter help     All messages: kilter help codes");
  throw Error(ErrorKind::usage, {}, fmt::format("there is no help on \"{}\"", printable(name, 80)), advice);
}

}  // namespace kilter::cli
