// SPDX-License-Identifier: MIT
// A file of TensorBoard's events: records with a length and checksums, read in their order up to the first broken one.
#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "kilter/base/clock.hpp"

namespace kilter {

/// The events of a file up to its end or the first torn record; none where it cannot be read.
std::vector<std::string> read_events(const std::filesystem::path& file);
/// The event files of a folder, oldest first.
std::vector<std::filesystem::path> event_files(const std::filesystem::path& folder);

/// A new event file of that folder. A reader gives up a file at a torn record, so nobody ever appends to another's.
class EventFile {
 public:
  EventFile(const std::filesystem::path& folder, WallTime now);
  /// All of them or none: what was written in part is cut off again. False: the system refused, and errno says why.
  bool append(std::span<const std::string> events);

 private:
  std::filesystem::path path_;
  WallTime begun_;
  bool exists_ = false;
};

}  // namespace kilter
