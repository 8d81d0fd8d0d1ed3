// SPDX-License-Identifier: MIT
// A CSV log, row by row as it grows: names in its first line, numbers below, cells that may be empty.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/core/fact.hpp"

namespace kilter {

/// Not for two threads at once. Cells between commas, semicolons or tabs, whichever the first line has most of; also in
/// double quotes, but without line breaks in them.
class CsvRows {
 public:
  /// The numbers of a row under their names; nullopt for the heading, and for rows without a number.
  std::optional<Metrics> take(std::string_view line);
  /// The file begins anew.
  void restart() { heading_.clear(); }

 private:
  std::vector<std::string> heading_;
  char separator_ = ',';
};

}  // namespace kilter
