// SPDX-License-Identifier: MIT
#include "kilter/cli/options.hpp"

#include <fmt/format.h>
#include <langinfo.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/verb.hpp"

namespace kilter::cli {
namespace {

bool is_number(const std::string& word) { return to_double(word).has_value(); }
bool looks_like_option(const std::string& word) { return word.size() > 1 && word[0] == '-' && !is_number(word); }

std::string env(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// What the environment says of the encoding, for a machine whose locales this program cannot load.
bool wishes_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (const auto locale = env(name); !locale.empty()) return locale.ends_with("UTF-8") || locale.ends_with("utf8");
  return false;
}

std::string help_command(const Verb& verb) { return fmt::format("kilter {} --help", verb.name); }

}  // namespace

/// CLI11 does the reading; what it would do beyond (guessing at lists, a `--` of its own) is switched off.
struct Options::Parser {
  CLI::App app;

  std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const auto* option : app.get_options()) {
      for (const auto& name : option->get_lnames()) all.push_back("--" + name);
      for (const auto& name : option->get_snames()) all.push_back("-" + name);
    }
    return all;
  }
  /// `take` gets the last value given.
  template <class Take>
  void add(const std::string& names, const std::string& what, const std::string& help, const Take& take) {
    app.add_option_function<std::string>(names, take, help)
        ->type_name(what)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
};

Options::Options(const Verb& verb, std::vector<std::string> words, std::optional<std::vector<std::string>> command)
    : verb_(verb), typed_(std::move(words)), command_(std::move(command)), parser_(std::make_unique<Parser>()) {
  auto& app = parser_->app;
  app.set_help_flag();
  app.allow_extras();
  app.get_formatter()->column_width(34);
}

Options::~Options() = default;

std::vector<OptionHelp> Options::of(const Verb& verb) {
  Options options(verb, {}, {});
  options.only_declares_ = true;
  try {
    verb.run(options);
  } catch (const NothingToDo&) {
  }
  return options.declared_;
}

void Options::flag(const std::string& names, bool& value, const std::string& help) {
  declared_.push_back({names, {}, help});
  parser_->app.add_flag(names, value, help);
}

void Options::option(const std::string& names, std::vector<std::string>& values, const std::string& what,
                     const std::string& help) {
  declared_.push_back({names, what, help, true});
  parser_->app.add_option(names, values, help)->allow_extra_args(false)->type_name(what);
}

void Options::option(const std::string& names, std::optional<std::string>& value, const std::string& what,
                     const std::string& help) {
  declared_.push_back({names, what, help});
  parser_->add(names, what, help, [&value](const std::string& text) { value = text; });
}

void Options::option(const std::string& names, std::optional<int>& value, const std::string& what,
                     const std::string& help) {
  declared_.push_back({names, what, help});
  parser_->add(names, what, help, [&value, name = names.substr(names.find("--"))](const std::string& text) {
    const auto number = to_integer(text);
    if (!number || *number < -2'000'000'000 || *number > 2'000'000'000)
      throw Error(ErrorKind::usage, {}, fmt::format("{} {}: this is no whole number", name, printable(text, 60)),
                  {fmt::format("Write for example {} 40", name)});
    value = static_cast<int>(*number);
  });
}

void Options::option(const std::string& names, std::optional<double>& value, const std::string& what,
                     const std::string& help) {
  declared_.push_back({names, what, help});
  parser_->add(names, what, help, [&value, name = names.substr(names.find("--"))](const std::string& text) {
    value = to_double(text);
    if (!value || !std::isfinite(*value))
      throw Error(ErrorKind::usage, {}, fmt::format("{} {}: this is no number", name, printable(text, 60)),
                  {fmt::format("Write for example {} 1.5", name)});
  });
}

void Options::read(std::size_t least, std::size_t most, const std::string& what) {
  bool help = false;
  flag("--json", manner_.json, "Machine-readable output; its schema stands in each object");
  flag("-q,--quiet", manner_.quiet, "Only results and errors");
  flag("-v,--verbose", manner_.verbose, "Say more");
  flag("--no-color", no_colour_, "No colours (also: NO_COLOR=1)");
  option("--home", home_, "FOLDER", "Folder of studies (also: KILTER_HOME; default kilter-studies)");
  flag("-h,--help", help, "Show this");
  if (only_declares_) throw NothingToDo{};
  try {
    std::vector<std::string> reversed(typed_.rbegin(), typed_.rend());
    parser_->app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorKind::usage, {}, error.what(), {"All options: " + help_command(verb_)});
  }
  if (help) {
    std::string text = parser_->app.help();
    text.erase(0, text.find("Options:"));
    fmt::print("{}\n{}", help_head(verb_), text);
    throw NothingToDo{};
  }
  settle_manner();
  plain_ = parser_->app.remaining();
  check_words(least, most, what);
  check_command();
  // For the test that every command which Kilter prints can be typed.
  if (!env("KILTER_DRY_PARSE").empty()) throw NothingToDo{};
}

void Options::check_words(std::size_t least, std::size_t most, const std::string& what) {
  const auto unknown = std::find_if(plain_.begin(), plain_.end(), looks_like_option);
  if (unknown != plain_.end()) {
    const std::string word = unknown->substr(0, unknown->find('='));
    std::vector<std::string> advice;
    if (const auto meant = nearest(word, parser_->names())) advice.push_back("Did you mean " + *meant + "?");
    if (takes_command_ && !command_)
      advice.push_back("Options of your own program stand after --, as in: kilter run -- python train.py " + word);
    advice.push_back("All options: " + help_command(verb_));
    throw Error(ErrorKind::usage, {}, fmt::format("kilter {} has no option {}", verb_.name, printable(word, 80)),
                advice);
  }
  if (plain_.size() < least)
    throw Error(ErrorKind::usage, {}, fmt::format("kilter {} needs {}", verb_.name, what),
                {fmt::format("For example: {}",
                             std::string_view(verb_.example).substr(0, std::string_view(verb_.example).find('\n')))});
  if (plain_.size() > most)
    throw Error(ErrorKind::usage, {},
                fmt::format("kilter {} does not know what to do with \"{}\"", verb_.name, printable(plain_[most], 80)),
                {fmt::format("It takes: kilter {} {}", verb_.name, verb_.usage)});
}

void Options::check_command() const {
  if (command_ && !takes_command_)
    throw Error(ErrorKind::usage, {}, fmt::format("kilter {} runs no command, so nothing may follow --", verb_.name),
                {"All options: " + help_command(verb_)});
}

void Options::settle_manner() {
  const bool plain = no_colour_ || !env("NO_COLOR").empty();
  manner_.terminal = isatty(STDOUT_FILENO) == 1 && env("TERM") != "dumb" && !env("TERM").empty();
  manner_.colour = manner_.terminal && !plain;
  manner_.unicode = std::setlocale(LC_CTYPE, "") ? std::string_view(nl_langinfo(CODESET)) == "UTF-8" : wishes_utf8();
  manner_.home = "kilter-studies";
  manner_.home_from = "default";
  if (const auto place = env("KILTER_STORAGE"); !place.empty()) {
    if (place.find("://") != std::string::npos)
      throw Error(ErrorKind::usage, {},
                  fmt::format("KILTER_STORAGE is \"{}\", and this version of Kilter keeps studies in folders only",
                              printable(place, 200)),
                  {"Give it the path of a folder, as --home does, or take it out of the environment."});
    manner_.home = place, manner_.home_from = "KILTER_STORAGE";
  }
  const auto log = env("KILTER_LOG");
  if (!log.empty() && log != "quiet" && log != "normal" && log != "verbose")
    throw Error(ErrorKind::usage, {},
                fmt::format("KILTER_LOG is \"{}\"; it may be quiet, normal or verbose", printable(log, 60)));
  manner_.quiet = manner_.quiet || (log == "quiet" && !manner_.verbose);
  manner_.verbose = manner_.verbose || (log == "verbose" && !manner_.quiet);
  if (const auto home = env("KILTER_HOME"); !home.empty()) manner_.home = home, manner_.home_from = "KILTER_HOME";
  if (home_) manner_.home = *home_, manner_.home_from = "--home";
}

bool wants_json(const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), "--json") != words.end();
}

}  // namespace kilter::cli
