// SPDX-License-Identifier: MIT
#include "kilter/cli/help_pages.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "kilter/base/text.hpp"
#include "kilter/cli/exit_codes.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {

extern const char* const agents_text;  // docs/agents.md, embedded by the build

namespace {

std::vector<std::string> lines_of(const char* text) {
  std::vector<std::string> lines;
  for (const auto line : split(text, '\n')) lines.emplace_back(line);
  return lines;
}

std::vector<std::string> names_of(const OptionHelp& option) {
  std::vector<std::string> names;
  for (const auto name : split(option.names, ',')) names.emplace_back(name);
  return names;
}

Json option_json(const OptionHelp& option) {
  return {{"names", names_of(option)},
          {"value", option.value.empty() ? Json(nullptr) : Json(option.value)},
          {"repeats", option.repeats},
          {"help", option.help}};
}

Json verb_json(const Verb& verb) {
  Json options = Json::array();
  for (const auto& option : Options::of(verb)) options.push_back(option_json(option));
  return {{"name", verb.name},
          {"does", verb.sentence},
          {"usage", fmt::format("kilter {} {}", verb.name, verb.usage)},
          {"examples", lines_of(verb.example)},
          {"options", std::move(options)}};
}

/// First words, and for those that have one, their second words.
std::vector<std::string> first_words() {
  std::vector<std::string> words;
  for (const auto& verb : verbs()) {
    std::string word(split(verb.name, ' ').front());
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::string> second_words(const std::string& first) {
  std::vector<std::string> words;
  for (const auto& verb : verbs())
    if (const auto parts = split(verb.name, ' '); parts.size() > 1 && parts.front() == first)
      words.emplace_back(parts[1]);
  return words;
}

std::string option_words(const Verb& verb) {
  std::vector<std::string> words;
  for (const auto& option : Options::of(verb))
    for (auto& name : names_of(option)) words.push_back(std::move(name));
  return join(words, " ");
}

/// The shell function that both shells share the tables of.
std::string tables() {
  std::string text = "  case \"$verb\" in\n";
  for (const auto& verb : verbs()) text += fmt::format("    '{}') options='{}' ;;\n", verb.name, option_words(verb));
  text += "  esac\n  case \"$verb\" in\n";
  std::set<std::string> studies;
  for (const auto& verb : verbs())
    if (std::string_view(verb.usage).find("STUDY") != std::string_view::npos) studies.insert(verb.name);
  std::vector<std::string> quoted;
  quoted.reserve(studies.size());
  for (const auto& name : studies) quoted.push_back("'" + name + "'");
  text += fmt::format("    {}) takes_study=1 ;;\n  esac\n", join(quoted, "|"));
  return text;
}

std::string second_table() {
  std::string text = "  case \"$first\" in\n";
  for (const auto& first : first_words())
    if (const auto seconds = second_words(first); !seconds.empty())
      text += fmt::format("    {}) seconds='{}' ;;\n", first, join(seconds, " "));
  return text + "  esac\n";
}

constexpr const char* bash_form = R"(# bash completion of kilter
_kilter() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} first=${{COMP_WORDS[1]}} verb options= seconds= takes_study= i words=
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${{COMP_WORDS[i]}} == -- ]]; then COMPREPLY=($(compgen -f -- "$cur")); return; fi
  done
  if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '{}' -- "$cur")); return; fi
{}  verb=$first
  if [[ -n $seconds ]]; then
    if ((COMP_CWORD == 2)); then COMPREPLY=($(compgen -W "$seconds" -- "$cur")); return; fi
    verb="$first ${{COMP_WORDS[2]}}"
  fi
{}  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$cur")); return; fi
  [[ -n $takes_study ]] && words=$(ls "${{KILTER_HOME:-kilter-studies}}" 2>/dev/null)
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  ((${{#COMPREPLY[@]}})) || COMPREPLY=($(compgen -f -- "$cur"))
}}
complete -F _kilter kilter
)";

constexpr const char* zsh_form = R"(#compdef kilter
# zsh completion of kilter
_kilter() {{
  local first=${{words[2]}} verb options= seconds= takes_study=
  if (( ${{words[(i)--]}} < CURRENT )); then _files; return; fi
  if (( CURRENT == 2 )); then compadd -- {}; return; fi
{}  verb=$first
  if [[ -n $seconds ]]; then
    if (( CURRENT == 3 )); then compadd -- ${{=seconds}}; return; fi
    verb="$first ${{words[3]}}"
  fi
{}  if [[ ${{words[CURRENT]}} == -* ]]; then compadd -- ${{=options}}; return; fi
  [[ -n $takes_study ]] && compadd -- ${{KILTER_HOME:-kilter-studies}}/*(N:t)
  _files
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _kilter "$@"; else compdef _kilter kilter; fi
)";

/// Text in which roff sees no request of its own.
std::string roff(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else if (c == '\'')
      safe += "\\(aq";
    else
      safe += c;
  }
  return safe.starts_with('.') ? "\\&" + safe : safe;
}

std::string roff_option(const OptionHelp& option) {
  std::string text = fmt::format(".TP\n.B {}", roff(join(names_of(option), ", ")));
  if (!option.value.empty()) text += " " + roff(option.value);
  return fmt::format("{}\n{}\n", text, roff(option.help));
}

}  // namespace

std::string help_json() {
  Json json{{"schema", "kilter/help/1"},
            {"verbs", Json::array()},
            {"exit_codes", Json::array()},
            {"messages", Json::array()}};
  for (const auto& verb : verbs()) json["verbs"].push_back(verb_json(verb));
  for (const auto& [code, meaning] : exit_codes) json["exit_codes"].push_back({{"code", code}, {"meaning", meaning}});
  for (const auto& [code, headline] : long_forms())
    json["messages"].push_back({{"code", code}, {"headline", headline}});
  json["next"] = {"kilter help agents", "kilter study list --json"};
  return json.dump();
}

std::string completion(const std::string& shell) {
  const std::string firsts = join(first_words(), " ");
  if (shell == "bash") return fmt::format(bash_form, firsts, second_table(), tables());
  if (shell == "zsh") return fmt::format(zsh_form, firsts, second_table(), tables());
  return {};
}

std::string man_page() {
  std::string text =
      ".TH KILTER 1\n.SH NAME\nkilter \\- tunes the settings of any training program\n.SH SYNOPSIS\n.B kilter\n"
      "COMMAND [options]\n.br\n.B kilter run\n[options] \\-\\- program arguments ...\n.SH COMMANDS\n";
  for (const auto& verb : verbs()) {
    text += fmt::format(".SS kilter {} {}\n{}.\n", verb.name, roff(verb.usage), roff(verb.sentence));
    text += ".PP\n.nf\n";
    for (const auto& line : lines_of(verb.example)) text += roff("    " + line) + "\n";
    text += ".fi\n";
    for (const auto& option : Options::of(verb)) text += roff_option(option);
  }
  text += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : exit_codes) text += fmt::format(".TP\n.B {}\n{}\n", code, meaning);
  text += ".SH MESSAGES\n";
  for (const auto& [code, headline] : long_forms()) text += fmt::format(".TP\n.B {}\n{}\n", code, roff(headline));
  return text + ".PP\n.B kilter help\nCODE explains one.\n";
}

std::string agents_page() { return agents_text; }

}  // namespace kilter::cli
