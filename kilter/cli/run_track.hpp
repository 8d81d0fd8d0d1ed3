// SPDX-License-Identifier: MIT
// The process that tracks a study while `kilter run` works on it.
#pragma once
#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "kilter/core/history.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter::cli {

class RunTrack {
 public:
  /// Starts it, where the study is tracked anywhere. Whatever goes wrong with it is said, and stops nothing.
  RunTrack(const Settings& settings, const StudyPlace& place, const std::function<void(const std::string&)>& talk);
  /// Gives it some seconds to deliver the rest, up to this revision; a line for each place.
  std::vector<std::string> end(Revision newest);

 private:
  bool hopeless() const;

  std::vector<std::string> targets_;
  StudyPlace place_;
  pid_t process_ = 0;
};

}  // namespace kilter::cli
