// SPDX-License-Identifier: MIT
// The keyboard of a live screen: single keys without Enter, from a terminal that is always given back as it was.
#pragma once
#include <string>

namespace kilter::cli {

/// While it lives, stdin gives keys as they are typed, where it is a terminal of which this process has the foreground;
/// elsewhere there are no keys and nothing is read. The terminal is as before when it ends, when the process is
/// suspended, and when it dies by SIGQUIT or by a fault of its own. One at a time; not thread-safe.
class Keyboard {
 public:
  Keyboard();
  ~Keyboard();
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;

  /// Whether keys can be typed now.
  bool there() const;
  /// What was typed since the last call; never waits. In the background nothing, and the terminal is taken again when
  /// the process comes back.
  std::string typed();

 private:
  bool possible_ = false;
};

}  // namespace kilter::cli
