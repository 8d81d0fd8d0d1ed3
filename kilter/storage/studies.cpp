// SPDX-License-Identifier: MIT
#include "kilter/storage/studies.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/storage/file_lock.hpp"
#include "kilter/storage/sentences.hpp"
#include "kilter/storage/workers.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

bool can_be_a_name(const std::string& name) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
  };
  return !name.empty() && name.size() <= 100 && name.front() != '.' && std::all_of(name.begin(), name.end(), allowed);
}

Changed beginning(const Settings& settings) {
  return {.settings = to_json(settings), .trials = settings.budget.trials.value_or(-1), .reason = "the study begins"};
}

bool is_empty(Storage& storage) { return storage.append({}, {}) == Revision{0}; }

void refuse_while_alive(const StudyPlace& place) {
  const auto alive = Workers(place.folder).living();
  if (alive.empty()) return;
  throw Error(ErrorKind::storage, "K149",
              fmt::format("study {} is at work: {}", printable(place.folder.filename().string()),
                          printable(join(alive, ", "), 300)),
              {"It was not removed. Stop its workers first, with Ctrl-C where they run."});
}

}  // namespace

StudyPlace study_place(const fs::path& root, const std::string& name) {
  if (!can_be_a_name(name))
    throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" cannot be the name of a study", printable(name, 120)),
                {"It becomes a folder: 1 to 100 letters, digits, '-', '_' or '.', and no '.' in front."});
  return {root / name};
}

bool study_exists(const StudyPlace& place) {
  std::error_code failed;
  return fs::file_size(place.database(), failed) > 0 && !failed;
}

std::vector<std::string> study_names(const fs::path& root) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& item : fs::directory_iterator(root, failed))
    if (const auto name = item.path().filename().string(); can_be_a_name(name) && study_exists({item.path()}))
      names.push_back(name);
  if (failed && failed != std::errc::no_such_file_or_directory) throw broken(root, "cannot be read", failed.value());
  std::sort(names.begin(), names.end());
  return names;
}

OpenedStudy open_or_create(const StudyPlace& place, const Settings& settings, const Clock& clock,
                           const SqliteOptions& options) {
  std::error_code failed;
  fs::create_directories(place.folder, failed);
  if (failed) throw cannot_write(place.folder, failed.value());
  OpenedStudy opened{open_sqlite(place.database(), Access::create, options)};
  if (!is_empty(*opened.storage)) return opened;
  // The rules allow a second Changed at any time, so which of several creators writes the first one is settled here.
  const File folder = open_to_lock(place.folder);
  if (!folder.is_open()) throw cannot_write(place.folder, errno);
  if (!lock(folder, Hold::exclusive, options.patience))
    throw too_busy(place.folder, static_cast<double>(options.patience.count()) / 1000);
  if (!is_empty(*opened.storage)) return opened;
  const Fact first = beginning(settings);
  opened.storage->append({&first, 1}, clock.wall());
  opened.created = true;
  return opened;
}

void remove_study(const StudyPlace& place) {
  if (!study_exists(place)) throw missing_study(place.database());
  refuse_while_alive(place);
  // Out of sight in one step, so that a removal that is cut short leaves no half of a study behind.
  const auto hidden = place.folder.parent_path() / fmt::format(".removed-{}", place.folder.filename().string());
  std::error_code failed;
  fs::remove_all(hidden, failed);
  fs::rename(place.folder, hidden, failed);
  if (failed) throw cannot_write(place.folder, failed.value());
  fs::remove_all(hidden, failed);
  if (failed) throw cannot_write(hidden, failed.value());
}

}  // namespace kilter
