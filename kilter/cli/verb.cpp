// SPDX-License-Identifier: MIT
#include "kilter/cli/verb.hpp"

#include <fmt/format.h>

#include <cctype>

#include "kilter/base/text.hpp"

namespace kilter::cli {

std::string help_head(const Verb& verb) {
  std::string text;
  for (const auto line : split(verb.example, '\n')) text += fmt::format("  {}\n", line);
  return fmt::format("{}\nkilter {} {}\n{}{}.\n", text, verb.name, verb.usage,
                     static_cast<char>(std::toupper(static_cast<unsigned char>(verb.sentence[0]))), verb.sentence + 1);
}

}  // namespace kilter::cli
