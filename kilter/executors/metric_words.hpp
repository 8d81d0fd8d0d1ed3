// SPDX-License-Identifier: MIT
// What tells a metric's name from a word of a sentence: "val_acc: 0.93" against "x is too large: 0.86".
#pragma once
#include <cstddef>
#include <string_view>

namespace kilter {

/// Whether a name is one that only metrics have: joined from parts (`val_acc`, `train/loss`, `top5`), or a known word.
bool like_a_metric(std::string_view name);

/// Whether the words around a number make a sentence of it. `begin` is where its name begins, `separator` where its
/// colon stands, `end` where the number ends.
bool in_sentence(std::string_view line, std::size_t begin, std::size_t separator, std::size_t end);

}  // namespace kilter
