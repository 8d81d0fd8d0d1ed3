// SPDX-License-Identifier: MIT
// Lines for people, in what their terminal can show.
#pragma once
#include <fmt/format.h>

#include "kilter/cli/options.hpp"

namespace kilter::cli {

/// A line to stdout, in ASCII where the terminal knows no more.
void say(const Options& options, const std::string& line);

template <class First, class... Rest>
void say(const Options& options, fmt::format_string<First, Rest...> form, First&& first, Rest&&... rest) {
  say(options, fmt::format(form, std::forward<First>(first), std::forward<Rest>(rest)...));
}

}  // namespace kilter::cli
