// SPDX-License-Identifier: MIT
// `kilter study copy` and `kilter study rename`.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

/// The place of a study that does not exist yet.
StudyPlace new_place(const Options& options, const std::string& name) {
  const StudyPlace place = study_place(options.manner().home, name);
  std::error_code unknown;
  if (fs::exists(place.folder, unknown))
    throw Error(ErrorKind::usage, {}, fmt::format("there is something at {} already", place.folder.string()),
                {"Choose another name, or: " + to_type(options, "study delete " + name)});
  return place;
}

/// Closes the study, which nobody may be working on.
StudyPlace at_rest(const Options& options, const std::string& name) {
  Opened study = open_study(options, name, Access::write);
  const auto alive = workers(study).alive;
  if (!alive.empty())
    throw Error(ErrorKind::storage, "K149", fmt::format("worker {} is at work on study {}", *alive.begin(), study.name),
                {"Let it end first: " + to_type(options, "pause " + study.name)});
  return study.place;
}

void copy_folder(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from))
    if (entry.path().filename() != "workers")
      fs::copy(entry.path(), to / entry.path().filename(),
               fs::copy_options::recursive | fs::copy_options::copy_symlinks);
}

int answer(const Options& options, const char* verb, const std::string& before, const std::string& now) {
  Opened study = open_study(options, now, Access::write);
  change(study, fmt::format("{}: {} → {}", verb, before, now), [&](Settings& settings) { settings.name = now; });
  if (options.manner().json)
    print_json({{"schema", fmt::format("kilter/{}/1", verb)},
                {"study", now},
                {"from", before},
                {"folder", study.place.folder.string()}},
               next_commands(options, study));
  else
    say(options, "{} → {}: {}", before, now, study.place.folder.string());
  return 0;
}

}  // namespace

int verb_study_copy(Options& options) {
  options.read(2, 2, "STUDY NEW_NAME");
  const std::string before = options.words()[0], now = options.words()[1];
  const StudyPlace to = new_place(options, now);
  const StudyPlace from = at_rest(options, before);
  copy_folder(from.folder, to.folder);
  return answer(options, "copy", before, now);
}

int verb_study_rename(Options& options) {
  options.read(2, 2, "STUDY NEW_NAME");
  const std::string before = options.words()[0], now = options.words()[1];
  const StudyPlace to = new_place(options, now);
  const StudyPlace from = at_rest(options, before);
  fs::rename(from.folder, to.folder);
  return answer(options, "rename", before, now);
}

}  // namespace kilter::cli
