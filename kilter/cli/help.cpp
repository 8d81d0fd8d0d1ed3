// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/exit_codes.hpp"
#include "kilter/cli/help_pages.hpp"
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
  std::vector<std::string> names{"agents", "man"};
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
      "For programs: kilter help --json, kilter help agents.\n";
  std::string line = "Exit codes:";
  for (const auto& [code, meaning] : exit_codes) {
    const std::string part = fmt::format(" {} {}{}", code, meaning, code == exit_codes.back().code ? "." : ",");
    if (line.size() + part.size() > 110) text += line + "\n", line = "           ";
    line += part;
  }
  return text + line + "\n";
}

int verb_help(Options& options) {
  options.read(0, 2, "a command or a code");
  const std::string name = join(options.words(), " ");
  if (name.empty()) {
    fmt::print("{}", options.manner().json ? help_json() + "\n" : overview());
    return 0;
  }
  if (name == "agents" || name == "man") {
    fmt::print("{}", name == "man" ? man_page() : agents_page());
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
