// SPDX-License-Identifier: MIT
// What the keys of the live screen do to a running study: each is a fact that is written, as if a command had said it.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/core/study.hpp"

namespace kilter::cli {

/// [p]ause, [s]top a trial, [+] ten more trials, [q] leave the view, [?] help. Not thread-safe.
class RunKeys {
 public:
  /// `leave` is called when the view shall go. Both outlive it.
  RunKeys(core::Study& study, std::function<void()> leave) : study_(study), leave_(std::move(leave)) {}

  void press(std::string_view keys);
  /// For the foot of the screen: what can be typed now, and what the last key did.
  std::vector<std::string> lines() const;

 private:
  void one(char key);
  void digit(char key);
  void pause();
  void ask_which();
  void stop(TrialNumber number);
  void add();
  void change(const std::string& reason, const std::function<void(Settings&)>& edit);

  core::Study& study_;
  std::function<void()> leave_;
  std::optional<std::string> which_;  ///< the number of the trial to stop, as far as it is typed
  bool help_ = false;
  bool sequence_ = false;  ///< inside what an arrow or another special key sends
  std::string said_;
};

}  // namespace kilter::cli
