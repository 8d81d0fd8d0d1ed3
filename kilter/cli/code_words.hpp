// SPDX-License-Identifier: MIT
// From which trial on the code of a study's program differs.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/core/history.hpp"

namespace kilter::cli {

/// The key of the note in which a trial keeps its code.
inline constexpr const char* code_key = "code";

struct CodeChange {
  std::string file;
  TrialNumber trial = 0;  ///< the first with the other content
};

/// Follows the notes of a study in their order.
class CodeChanges {
 public:
  /// What changed with this note of that trial.
  std::vector<CodeChange> take(TrialNumber trial, const std::string& note);

 private:
  std::map<std::string, std::string> hashes_;
  std::string last_;
};

/// Of each file its newest change.
std::vector<CodeChange> code_changes(const History& history);

/// K122.
Message other_code(const History& history, const CodeChange& change);

}  // namespace kilter::cli
