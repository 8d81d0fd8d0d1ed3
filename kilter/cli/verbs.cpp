// SPDX-License-Identifier: MIT
#include "kilter/cli/verbs.hpp"

#include <algorithm>
#include <array>

namespace kilter::cli {
namespace {

constexpr std::array table{
    Verb{"run", "tune a program, or go on with it", "[study.toml | STUDY] [options] -- program arguments ...",
         "kilter run --maximize val_acc -- python train.py --lr '{lr:log(1e-4,1)=0.01}' --width '{width:int(16,256)}'\n"
         "kilter run study.toml",
         verb_run},
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
