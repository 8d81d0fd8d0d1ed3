// SPDX-License-Identifier: MIT
// Tables of tests, from text.
#pragma once
#include <string>
#include <vector>

#include "kilter/table/table.hpp"

namespace kilter::fit {

inline Table table_of(std::string text, const KindsByName& said = {}) {
  const RawTable raw(TextFile{std::move(text), {}}, "t.csv");
  const auto types = types_of(raw, said);
  return read_table(raw, types);
}

/// Read as these types say.
inline Table table_as(std::string text, const std::vector<ColumnType>& types) {
  return read_table(RawTable(TextFile{std::move(text), {}}, "t.csv"), types);
}

/// A heading and `rows` lines as `cell` writes them.
template <class Line>
Table table_of(const std::string& heading, int rows, const Line& line, const KindsByName& said = {}) {
  std::string text = heading + "\n";
  for (int i = 0; i < rows; ++i) text += line(i) + "\n";
  return table_of(std::move(text), said);
}

}  // namespace kilter::fit
