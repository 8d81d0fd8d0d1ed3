// SPDX-License-Identifier: MIT
// The program `kilter`: finds the verb, runs it, and turns what goes wrong into a sentence and an exit code.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

/// The words of a command line: before `--`, and those after it, which belong to somebody else's program.
struct Line {
  std::vector<std::string> words;
  std::optional<std::vector<std::string>> command;
};

Line cut(int count, char** arguments) {
  Line line;
  const std::vector<std::string> all(arguments + 1, arguments + count);
  const auto end = std::find(all.begin(), all.end(), "--");
  line.words.assign(all.begin(), end);
  if (end != all.end()) line.command.emplace(end + 1, all.end());
  return line;
}

[[noreturn]] void unknown_verb(const std::string& word, const std::string& second) {
  std::vector<std::string> names;
  std::vector<std::string> below;
  for (const auto& verb : verbs()) {
    names.emplace_back(verb.name);
    if (std::string_view(verb.name).starts_with(word + " ")) below.emplace_back(verb.name);
  }
  std::vector<std::string> advice;
  if (!below.empty()) {
    if (const auto meant = nearest(word + " " + second, below)) advice.push_back("Did you mean: kilter " + *meant);
    advice.push_back("It is one of: kilter " + join(below, ", kilter "));
    throw Error(ErrorKind::usage, {},
                second.empty() ? fmt::format("kilter {} needs to know what to do", word)
                               : fmt::format("there is no command \"{} {}\"", word, printable(second, 60)),
                advice);
  }
  if (const auto meant = nearest(word, names)) advice.push_back("Did you mean: kilter " + *meant);
  advice.emplace_back("All commands: kilter help     Tune a program: kilter run -- PROGRAM ...");
  throw Error(ErrorKind::usage, {}, fmt::format("there is no command \"{}\"", printable(word, 60)), advice);
}

int run(Line line) {
  if (line.words.empty() || line.words[0] == "--help" || line.words[0] == "-h") {
    fmt::print("{}", overview());
    return line.words.empty() ? 2 : 0;
  }
  if (line.words[0] == "--version") {
    fmt::print("kilter {}\n", KILTER_VERSION);
    return 0;
  }
  const std::string first = line.words[0], second = line.words.size() > 1 ? line.words[1] : "";
  const Verb* verb = find_verb(first + " " + second);
  std::size_t taken = 2;
  if (!verb) verb = find_verb(first), taken = 1;
  if (!verb) unknown_verb(first, second);
  line.words.erase(line.words.begin(), line.words.begin() + static_cast<std::ptrdiff_t>(taken));
  Options options(*verb, std::move(line.words), std::move(line.command));
  try {
    return verb->run(options);
  } catch (const NothingToDo&) {
    return 0;
  }
}

/// Written data may still be refused when it is flushed: a full disk is a failure, not a success.
int flushed(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  std::fputs("error: the output could not be written; is the disk full?\n", stderr);
  return code == 0 ? 1 : code;
}

int run_guarded(int count, char** arguments) {
  bool json = false;
  try {
    Line line = cut(count, arguments);
    json = wants_json(line.words);
    return flushed(run(std::move(line)));
  } catch (const Error& error) {
    std::fflush(stdout);
    print(error.message(), json);
    return static_cast<int>(error.kind());
  } catch (const std::bad_alloc&) {
    std::fputs("error: out of memory\n", stderr);
  } catch (const std::exception& error) {
    print({Severity::error, {}, error.what(), {"This is a mistake in Kilter, not in your program. Nothing is lost."}},
          json);
  }
  return 1;
}

}  // namespace
}  // namespace kilter::cli

int main(int count, char** arguments) { return kilter::cli::run_guarded(count, arguments); }
