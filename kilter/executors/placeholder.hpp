// SPDX-License-Identifier: MIT
// One word of a command, taken apart into plain text and placeholders.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/space/value.hpp"

namespace kilter {

/// How a number is written: the harmless part of printf's formats.
struct NumberFormat {
  bool plus = false;
  bool zeros = false;
  int width = 0;       ///< at most 40
  int precision = -1;  ///< -1: as many digits as the value needs; at most 40
  char type = 0;       ///< e f g d and their capitals; 0: none given
};

/// `.2e`, `+08.3f`, `04d`; nullopt where `text` is no such format.
std::optional<NumberFormat> parse_number_format(std::string_view text);
/// A word or a truth value is written as it is.
std::string formatted(const Value& value, const NumberFormat& format);

/// A piece of a word.
struct Piece {
  enum class Role { text, value, flag, no_flag, all_options, all_pairs };

  Role role = Role::text;
  std::string text;   ///< what stands there, or the name in the placeholder
  std::string range;  ///< `log(1e-4,1)=0.1`, or empty
  std::string form;   ///< `.2e`, as it was written, or empty
  std::optional<NumberFormat> format;
  std::size_t column = 0;  ///< of the placeholder in its word, from 1
};

/// Throws Error(usage) naming the word and the column.
std::vector<Piece> parse_word(std::string_view word);
/// The word again, ranges left out.
std::string to_text(const std::vector<Piece>& pieces);

}  // namespace kilter
