// SPDX-License-Identifier: MIT
// What a column of text holds, counted in one pass.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "kilter/table/cells.hpp"

namespace kilter {

struct Census {
  static constexpr std::size_t most_distinct = 5000;

  void take(std::string_view cell);

  std::size_t rows = 0;
  std::size_t missing = 0;
  std::array<std::size_t, 3> numbers{};  ///< cells that are numbers, by spelling
  std::size_t dates = 0;
  std::size_t spaces = 0;  ///< between words
  std::size_t bytes = 0;
  bool whole = true;                   ///< every number (spelled with a point) is a whole one
  bool all_different = true;           ///< no cell twice
  bool counts_up = true;               ///< each is the one before plus one
  bool grouped = true;                 ///< every comma has exactly three digits after it
  std::vector<std::string> words;      ///< distinct cells in the order of their first appearance, as far as counted
  std::vector<std::size_t> counts;     ///< of each
  std::vector<std::string> strangers;  ///< distinct cells that are no numbers while most are; at most four

  std::size_t present() const { return rows - missing; }
  bool too_many() const { return words.size() > most_distinct; }

 private:
  void count(std::string_view cell);

  std::unordered_map<std::string, std::size_t> places_;
  std::unordered_set<std::size_t> hashes_;
  double last_ = 0;
};

}  // namespace kilter
