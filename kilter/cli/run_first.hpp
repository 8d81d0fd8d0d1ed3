// SPDX-License-Identifier: MIT
// Trial 0 by itself: what it writes into the working folder is known before a second trial runs beside it.
#pragma once
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "kilter/base/clock.hpp"
#include "kilter/core/executor.hpp"
#include "kilter/core/history.hpp"

namespace kilter::cli {

/// The files of a folder: path inside it, size and time of the last change. Left out are empty and hidden ones, what
/// tools number by themselves (lightning_logs, runs, wandb, ...), sources, and the folders `leave_out`; at most 20,000
/// files.
using FolderState = std::map<std::string, std::pair<std::uintmax_t, std::int64_t>>;
FolderState folder_state(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& leave_out);
/// Files of `after` that are new or changed.
std::vector<std::string> changed_files(const FolderState& before, const FolderState& after);

/// Gives room to nothing but trial 0 until that has ended, or has run for a minute without writing anything. Then calls
/// `wrote` where it has written files, puts a copy of them into its own folder, and notes their names (`wrote`).
class FirstAlone final : public Executor {
 public:
  struct Place {
    std::filesystem::path folder;                  ///< where the program runs
    std::filesystem::path own;                     ///< trial 0's folder
    std::vector<std::filesystem::path> leave_out;  ///< the folder of studies, and where this one is tracked
  };

  /// `inner` and `clock` outlive it.
  FirstAlone(Executor& inner, const Clock& clock, Place place, std::function<void()> wrote);

  std::size_t room() const override;
  void start(Job job) override;
  std::optional<Event> wait(TimePoint deadline) override;
  void answer(const RunId& run, Answer answer) override { inner_.answer(run, std::move(answer)); }
  void stop(const RunId& run, Stop how) override { inner_.stop(run, how); }
  void wake() override { inner_.wake(); }

 private:
  void look_at_the_end(const RunId& run);

  Executor& inner_;
  const Clock& clock_;
  Place place_;
  std::function<void()> wrote_;
  FolderState before_;
  std::deque<Event> events_;
  TimePoint look_again_{};
  bool started_ = false;
  bool released_ = false;  ///< others may run beside
  bool ended_ = false;
};

/// What the trials of the study are known to write, from the note of trial 0.
std::vector<std::string> written_files(const History& history);

}  // namespace kilter::cli
