// SPDX-License-Identifier: MIT
// Where a study is tracked, as the user writes it: `tensorboard`, `tensorboard=runs`, `csv=tables`.
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "kilter/base/clock.hpp"
#include "kilter/core/tracker.hpp"

namespace kilter {

struct TrackTarget {
  std::string kind;   ///< tensorboard, csv
  std::string place;  ///< a folder; empty: one within the study's
};

/// Throws Error(usage) naming the kinds there are.
TrackTarget read_track_target(const std::string& text);

std::string to_text(const TrackTarget& target);
/// With a relative folder taken from `base`.
TrackTarget absolute(TrackTarget target, const std::filesystem::path& base);

/// The folder of a target: within `study` (a study's folder) where none was named, else one of the study's name below
/// it.
std::filesystem::path track_folder(const TrackTarget& target, const std::filesystem::path& study);

std::unique_ptr<Tracker> make_tracker(const TrackTarget& target, const std::filesystem::path& study,
                                      const Clock& clock);

}  // namespace kilter
