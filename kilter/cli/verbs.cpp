// SPDX-License-Identifier: MIT
#include "kilter/cli/verbs.hpp"

#include <algorithm>
#include <array>

namespace kilter::cli {
namespace {

constexpr std::array table{
    Verb{"help", "explain a command, or a message by its code", "[command | code]", "kilter help run\nkilter help K105",
         verb_help},
};

}  // namespace

std::span<const Verb> verbs() { return table; }

const Verb* find_verb(std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Verb& verb) { return name == verb.name; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace kilter::cli
