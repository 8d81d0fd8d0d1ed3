// SPDX-License-Identifier: MIT
// How far a study has been tracked to a place: the lock that one process holds, and what it last said of itself.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "kilter/core/fact.hpp"
#include "kilter/setup/track_target.hpp"
#include "kilter/storage/file_lock.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter::cli {

struct TrackState {
  Revision delivered = 0;
  std::string trouble;  ///< why nothing more could be delivered; empty: nothing is wrong
};

/// Files in the folder `tracked` of the study, of their own for each place.
class TrackFiles {
 public:
  TrackFiles(const StudyPlace& study, const TrackTarget& target);
  /// The file to lock while tracking.
  File lock() const;
  void write(const TrackState& state) const;
  /// nullopt where nobody has tracked there yet.
  std::optional<TrackState> read() const;

 private:
  std::filesystem::path stem_;
};

/// Whether the place has all up to that revision.
bool is_up_to_date(const StudyPlace& study, const TrackTarget& target, Revision newest);

/// One line of how it stands with a study of that newest revision: "tensorboard in runs/k1: up to date".
std::string track_line(const StudyPlace& study, const TrackTarget& target, Revision newest);

}  // namespace kilter::cli
