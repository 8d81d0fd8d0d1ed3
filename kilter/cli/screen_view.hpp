// SPDX-License-Identifier: MIT
// The live screen as lines of text: a pure function of what there is to show.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "kilter/core/history.hpp"
#include "kilter/core/tune.hpp"

namespace kilter::cli {

struct ScreenModel {
  const History& history;
  WallTime now;
  std::size_t width = 80;
  std::size_t height = 24;
  bool unicode = true;
  bool colour = false;
  int jobs = 1;  ///< at once; 0: somebody else's run is watched
  core::Haste haste = core::Haste::none;
  const std::deque<std::string>& last;  ///< sentences, newest first, each with its time
  std::vector<std::string> foot;        ///< above the last line: keys that can be typed
};

/// At most `height` - 1 lines of at most `width` columns.
std::vector<std::string> screen_lines(const ScreenModel& model);

}  // namespace kilter::cli
