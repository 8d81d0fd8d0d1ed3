// SPDX-License-Identifier: MIT
// The words that open a range, the same inline and in a file.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kilter/space/parameter.hpp"

namespace kilter {

struct RangeWord {
  std::string_view word;
  std::string_view example;
  Kind kind;
  Scale scale = Scale::linear;
  bool one_minus = false;  ///< the ends are given as 1 - value

  void start(Parameter& parameter) const;
  void set_ends(Parameter& parameter, double low, double high) const;
};

std::span<const RangeWord> range_words();
const RangeWord* find_range_word(std::string_view word);
/// The word that was probably meant: near in spelling, or another program's name for it.
std::optional<std::string> suggest_range_word(std::string_view word);

}  // namespace kilter
