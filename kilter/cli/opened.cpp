// SPDX-License-Identifier: MIT
#include "kilter/cli/opened.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/test_metric.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/storage/workers.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void no_study_yet(const fs::path& home) {
  throw Error(ErrorKind::usage, {}, fmt::format("there is no study in {} yet", printable(home.string())),
              {"Start one: kilter run --maximize val_acc -- python train.py --lr '{lr:log(1e-4,1)}'",
               "Studies elsewhere: --home FOLDER, or KILTER_HOME"});
}

std::string the_only_one(const Options& options) {
  const auto& home = options.manner().home;
  const auto names = study_names(home);
  if (names.empty()) no_study_yet(home);
  if (names.size() == 1) return names.front();
  const std::size_t shown = std::min<std::size_t>(names.size(), 12);
  std::string list = join(std::span(names).first(shown), ", ");
  if (shown < names.size()) list += fmt::format(" and {} more", names.size() - shown);
  throw Error(ErrorKind::usage, {},
              fmt::format("which study? {} has {}: {}", printable(home.string()), names.size(), list),
              {fmt::format("Name it: {}", to_type(options, fmt::format("{} {}", options.verb().name, names.front())))});
}

/// A name, or the path of a study's folder as a shell completes it.
StudyPlace place_of(const Options& options, const std::string& word) {
  if (word.find('/') == word.npos) return study_place(options.manner().home, word);
  const fs::path folder = (fs::path(word) / "").parent_path();
  return study_place(folder.parent_path(), folder.filename().string());
}

[[noreturn]] void unknown_study(const Options& options, const std::string& word) {
  const auto& home = options.manner().home;
  const auto names = study_names(home);
  if (names.empty()) no_study_yet(home);
  std::vector<std::string> advice;
  if (const auto meant = nearest(word, names)) advice.push_back("Did you mean " + *meant + "?");
  advice.push_back("All studies: " + to_type(options, "study list"));
  throw Error(ErrorKind::usage, {},
              fmt::format("there is no study \"{}\" in {}", printable(word, 100), printable(home.string())), advice);
}

bool is_study(const Options& options, const std::string& word) {
  try {
    return study_exists(place_of(options, word));
  } catch (const Error&) {  // no name that a study could have
    return false;
  }
}

}  // namespace

void Opened::sync() {
  for (;;) {
    auto entries = storage->since(history.revision());
    for (auto& entry : entries) {
      if (!test_opened && opens_test_metric(entry.fact)) {
        test_opened = true;
        history = {};
        return sync();
      }
      const std::string& hidden = history.settings().test_metric;
      history.take(test_opened || hidden.empty() ? std::move(entry) : without_metric(std::move(entry), hidden));
    }
    if (entries.size() < page) return;
  }
}

const Trial& Opened::trial(TrialNumber number) const {
  if (number >= 0 && number < history.next()) return history.trials()[static_cast<std::size_t>(number)];
  const std::string there_is =
      history.next() == 0 ? "it has none yet" : fmt::format("its trials are 0 to {}", history.next() - 1);
  throw Error(ErrorKind::usage, {}, fmt::format("study {} has no trial {}; {}", name, number, there_is));
}

StudyPlace find_study(const Options& options, const std::optional<std::string>& name) {
  const std::string word = name ? *name : the_only_one(options);
  StudyPlace place = place_of(options, word);
  if (!study_exists(place)) unknown_study(options, word);
  return place;
}

Opened open_study(const Options& options, const std::optional<std::string>& name, Access access) {
  Opened study{.name = {}, .place = find_study(options, name), .storage = {}, .history = {}};
  study.name = study.place.folder.filename().string();
  study.storage = open_sqlite(study.place.database(), access);
  study.sync();
  return study;
}

std::pair<std::optional<std::string>, std::vector<std::string>> study_and_rest(const Options& options,
                                                                               std::size_t needed) {
  std::vector<std::string> words = options.words();
  if (words.empty()) return {std::nullopt, words};
  const std::string& first = words.front();
  const bool spare = words.size() > needed;
  const bool exists = is_study(options, first);
  const bool may_be_something_else = to_integer(first) || first.find('=') != first.npos;
  const bool study = may_be_something_else ? exists && spare : exists || spare;
  if (!study) return {std::nullopt, words};
  std::string name = std::move(words.front());
  words.erase(words.begin());
  return {std::move(name), std::move(words)};
}

TrialNumber trial_number(const std::string& word) {
  const auto number = to_integer(word);
  if (!number || *number < 0 || *number > 2'000'000'000)
    throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" is no number of a trial", printable(word, 60)),
                {"Trials are numbered 0, 1, 2, ... All of them: kilter export --csv"});
  return static_cast<TrialNumber>(*number);
}

Workers workers(Opened& study) {
  Workers found;
  for (auto& name : kilter::Workers(study.place.folder).living()) found.alive.insert(std::move(name));
  const auto lost = study.storage->lost(SystemClock().wall());
  for (const auto& [number, index] : study.history.running()) {
    const Part& part = *study.history.trials()[static_cast<std::size_t>(number)].part(index);
    const RunId run{number, index, part.attempt};
    const bool dead = std::find(lost.begin(), lost.end(), run) != lost.end();
    (dead ? found.gone : found.alive).insert(part.worker);
  }
  return found;
}

std::string to_type(const Options& options, const std::string& words) {
  std::string text = "kilter " + words;
  if (options.manner().home_from == "--home") text += " --home " + shell_quoted({options.manner().home.string()});
  return text;
}

}  // namespace kilter::cli
