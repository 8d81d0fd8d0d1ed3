// SPDX-License-Identifier: MIT
#include "kilter/cli/say.hpp"

#include "kilter/cli/screen_text.hpp"

namespace kilter::cli {

void say(const Options& options, const std::string& line) {
  fmt::print("{}\n", options.manner().unicode ? line : plain(line));
}

}  // namespace kilter::cli
