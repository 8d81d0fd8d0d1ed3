// SPDX-License-Identifier: MIT
// The folder of studies: one folder a study, with its database, its workers' locks, and a folder a trial.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kilter/core/settings.hpp"
#include "kilter/core/storage.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter {

/// kilter-studies/NAME: study.db, trials/0, trials/1, ..., workers/*.lock. Names are 1 to 100 letters, digits, `-`,
/// `_`,
/// `.`, not starting with a dot.
struct StudyPlace {
  std::filesystem::path folder;
  std::filesystem::path database() const { return folder / "study.db"; }
  std::filesystem::path trial(TrialNumber number) const { return folder / "trials" / std::to_string(number); }
};

/// Throws Error(usage) for a name that cannot be a folder.
StudyPlace study_place(const std::filesystem::path& root, const std::string& name);
bool study_exists(const StudyPlace& place);
/// Names of the studies below `root`, sorted.
std::vector<std::string> study_names(const std::filesystem::path& root);
/// Opens it, or creates it with these settings as its first fact; of many processes that create at once one wins and
/// the others open. `created` tells which.
struct OpenedStudy {
  std::unique_ptr<Storage> storage;
  bool created = false;
};
OpenedStudy open_or_create(const StudyPlace& place, const Settings& settings, const Clock& clock,
                           const SqliteOptions& options = {});
/// Removes the folder. Throws Error(storage) naming the worker where one is alive.
void remove_study(const StudyPlace& place);

}  // namespace kilter
