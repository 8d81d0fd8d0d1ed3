// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "kilter/analysis/progress.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

std::string size_words(double bytes) {
  for (const char* unit : {"bytes", "kB", "MB"}) {
    if (bytes < 1000) return fmt::format("{} {}", rounded(bytes, 3), unit);
    bytes /= 1000;
  }
  return fmt::format("{} GB", rounded(bytes, 3));
}

/// Bytes of all files below a folder; links are not followed.
double size_of(const fs::path& folder) {
  double bytes = 0;
  std::error_code failed;
  for (auto at = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, failed);
       !failed && at != fs::recursive_directory_iterator(); at.increment(failed))
    if (at->symlink_status(failed).type() == fs::file_type::regular)
      bytes += static_cast<double>(at->file_size(failed));
  return bytes;
}

/// What would be lost, also where the database cannot be read any more.
std::string contents(const Options& options, const std::string& name, const StudyPlace& place) {
  const std::string files = size_words(size_of(place.folder));
  try {
    const Opened study = open_study(options, name, Access::read);
    return fmt::format("{} trials, {} in {}", counts(study.history).total(), files, printable(place.folder.string()));
  } catch (const Error&) {
    return fmt::format("its database cannot be read; {} in {}", files, printable(place.folder.string()));
  }
}

bool agreed(const std::string& name) {
  fmt::print(stderr, "Type the name of the study to delete it for good: ");
  std::string typed;
  std::getline(std::cin, typed);
  return trim(typed) == name;
}

}  // namespace

int verb_study_delete(Options& options) {
  bool yes = false;
  options.flag("-y,--yes", yes, "Do not ask");
  options.read(1, 1, "STUDY");
  const std::string word = options.words().front();
  const StudyPlace place = find_study(options, word);
  const std::string name = place.folder.filename().string();
  const std::string lost = contents(options, word, place);
  if (!yes) {
    if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1)
      throw Error(ErrorKind::usage, {}, fmt::format("nothing was deleted: {} ({})", name, lost),
                  {"To delete it for good: " + to_type(options, "study delete " + word + " --yes")});
    fmt::print(stderr, "{}: {}\n", name, lost);
    if (!agreed(name)) {
      fmt::print(stderr, "Nothing was deleted.\n");
      return 1;
    }
  }
  remove_study(place);
  if (options.manner().json)
    print_json({{"schema", "kilter/deleted/1"}, {"study", name}, {"folder", place.folder.string()}},
               {to_type(options, "study list --json")});
  else if (!options.manner().quiet)
    fmt::print("deleted {} ({})\n", name, lost);
  return 0;
}

}  // namespace kilter::cli
