// SPDX-License-Identifier: MIT
// Which code a trial runs: the files that its command names, and the commit of the folder.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kilter/executors/executors.hpp"

namespace kilter {

/// `{"files":{"train.py":"9f86d081884c7d65"},"commit":"1a2b...","dirty":true}`
struct Code {
  std::map<std::string, std::string> files;  ///< by the words of the command; a hash of the content
  std::string commit;                        ///< of the git repository around the folder; empty: none
  bool dirty = false;                        ///< files under version control differ from the commit
};
std::string to_json(const Code& code);
/// nullopt where the text is none.
std::optional<Code> code_from_json(const std::string& text);

/// Looks at the code again and again; what has not changed is not read again. Git is asked when a file has changed.
class CodeWatch {
 public:
  explicit CodeWatch(const Command& command);
  /// As JSON; empty: the command names no file, and there is no repository.
  std::string now();

 private:
  struct Seen {
    std::filesystem::path path;
    std::filesystem::file_time_type time;
    std::uintmax_t size = 0;
  };
  bool look();
  void ask_git();

  std::filesystem::path folder_;
  std::vector<std::pair<std::string, Seen>> files_;
  Code code_;
  bool asked_ = false;
};

}  // namespace kilter
