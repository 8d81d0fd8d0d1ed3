// SPDX-License-Identifier: MIT
// The facts of a study as lines for logs: `2026-10-02T14:02:11Z trial.stopped trial=13 step=9 reason="..."`, or JSON.
#pragma once
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "kilter/analysis/ranking.hpp"
#include "kilter/core/tracker.hpp"

namespace kilter::cli {

struct EventForm {
  bool json = false;
  bool verbose = false;  ///< also reports and notes
};

/// The lines of one fact, without line ends; none for what no reader of a log needs. The history may know later facts.
std::vector<std::string> event_lines(const History& history, const Entry& entry, const EventForm& form);

/// A line that is no fact: `name` as "study.finished", `fields` a JSON object.
std::string event_line(WallTime time, const std::string& name, const std::string& fields, const EventForm& form);

/// Writes the events after `start` to `out`, each line at once. What cannot be written is lost: the facts
/// themselves are in the study.
class EventLog final : public Tracker {
 public:
  EventLog(std::FILE* out, EventForm form, const History& start);
  Revision follow(const History& history, Revision after) override;

 private:
  void tell_best(const History& history, const Trial& ended, WallTime time);
  void tell_forecast(const History& history, WallTime time);
  void write(const std::string& line);

  std::FILE* out_;
  EventForm form_;
  Revision from_;
  std::optional<Scored> best_;
  bool forecast_ = false;
};

}  // namespace kilter::cli
