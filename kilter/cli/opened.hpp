// SPDX-License-Identifier: MIT
// A study as a verb finds it: by its name, as the only one there is, or with a sentence that says what to type.
#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kilter/cli/options.hpp"
#include "kilter/core/history.hpp"
#include "kilter/core/storage.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter::cli {

struct Opened {
  std::string name;
  StudyPlace place;
  std::unique_ptr<Storage> storage;
  History history;           ///< without the test metric as long as nobody has opened it
  bool test_opened = false;  ///< kilter test has shown it

  const Settings& settings() const { return history.settings(); }
  /// Reads what has been written since.
  void sync();
  /// The trial of that number; throws Error(usage) with the numbers that there are.
  const Trial& trial(TrialNumber number) const;
};

/// The study of that name, or whose folder has that path, else the only one there is. Throws Error(usage): no study
/// yet, no such study ("did you mean"), or several and none named.
Opened open_study(const Options& options, const std::optional<std::string>& name, Access access);
/// Where it is, without opening its database.
StudyPlace find_study(const Options& options, const std::optional<std::string>& name);

/// For verbs that take `[STUDY] ...` where at least `needed` words follow the study: the first word is the study where
/// one of that name exists, or where the other words suffice and it is no number and no NAME=VALUE.
std::pair<std::optional<std::string>, std::vector<std::string>> study_and_rest(const Options& options,
                                                                               std::size_t needed);

/// "17" as the number of a trial; throws Error(usage).
TrialNumber trial_number(const std::string& word);

/// Workers that live, whether they have a run or not, and those of whom only a run is left. An asked one that has a run
/// is among the living.
struct Workers {
  std::set<WorkerId> alive;
  std::set<WorkerId> gone;
};
Workers workers(Opened& study);

/// A command to type next, with the folder of studies where that is not the usual one: `kilter best k1 --home runs`.
std::string to_type(const Options& options, const std::string& words);

}  // namespace kilter::cli
