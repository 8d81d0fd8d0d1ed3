// SPDX-License-Identifier: MIT
// Where a study is tracked, as the user writes it: `tensorboard`, `tensorboard=runs`, `csv=tables`,
// `mlflow=http://127.0.0.1:5000`.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "kilter/base/clock.hpp"
#include "kilter/core/tracker.hpp"

namespace kilter {

struct TrackTarget {
  std::string kind;   ///< tensorboard, csv, mlflow
  std::string place;  ///< a folder, or a server's address; empty: a folder within the study's
};

/// Throws Error(usage) naming the kinds there are. The server of a bare `mlflow` is that of MLFLOW_TRACKING_URI.
TrackTarget read_track_target(const std::string& text);

std::string to_text(const TrackTarget& target);
/// With a relative folder taken from `base`.
TrackTarget absolute(TrackTarget target, const std::filesystem::path& base);

/// Where a target writes, for people.
std::string place_of(const TrackTarget& target, const std::filesystem::path& study);

/// The folder of a target that is not a server: within `study` (a study's folder) where none was named, else one of the
/// study's name below it.
std::filesystem::path track_folder(const TrackTarget& target, const std::filesystem::path& study);

bool is_server(const TrackTarget& target);

std::unique_ptr<Tracker> make_tracker(const TrackTarget& target, const std::filesystem::path& study,
                                      const Clock& clock);

}  // namespace kilter
