// SPDX-License-Identifier: MIT
#include "kilter/table/census.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

bool groups_of_three(std::string_view cell) {
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] != ',') continue;
    std::size_t digits = 0;
    while (i + 1 + digits < cell.size() && cell[i + 1 + digits] >= '0' && cell[i + 1 + digits] <= '9') ++digits;
    if (digits != 3 || cell[0] == '0') return false;
  }
  return true;
}

}  // namespace

void Census::take(std::string_view cell) {
  ++rows;
  cell = trim(cell);
  if (is_missing(cell)) {
    ++missing;
    return;
  }
  bytes += cell.size();
  const auto number = number_in(cell, NumberForm::point);
  if (number) ++numbers[0];
  if (number || number_in(cell, NumberForm::comma)) ++numbers[1];
  if (number || number_in(cell, NumberForm::thousands)) ++numbers[2];
  if (number) {
    whole = whole && *number == std::floor(*number);
    counts_up = counts_up && (present() == 1 || *number == last_ + 1);
    last_ = *number;
  } else {
    if (date_in(cell)) ++dates;
    grouped = grouped && groups_of_three(cell);
    if (strangers.size() < 4 && std::find(strangers.begin(), strangers.end(), cell) == strangers.end())
      strangers.emplace_back(cell);
  }
  spaces += static_cast<std::size_t>(std::count(cell.begin(), cell.end(), ' '));
  if (all_different) all_different = hashes_.insert(std::hash<std::string_view>{}(cell)).second;
  if (!all_different && !hashes_.empty()) hashes_ = {};
  count(cell);
}

void Census::count(std::string_view cell) {
  if (too_many()) return;
  const auto [place, fresh] = places_.try_emplace(std::string(cell), words.size());
  if (fresh) {
    words.emplace_back(cell);
    counts.push_back(0);
  }
  ++counts[place->second];
}

}  // namespace kilter
