// SPDX-License-Identifier: MIT
#include "kilter/table/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/table/census.hpp"

namespace kilter {
namespace {

/// Reads the cells of one column; categories by a map, of which there may be thousands.
class Reader {
 public:
  explicit Reader(const ColumnType& type) : type_(type) {
    for (std::size_t i = 0; i < type.categories.size(); ++i) places_.emplace(type.categories[i], i);
  }
  double read(std::string_view cell) const {
    if (type_.kind == ColumnKind::number || type_.kind == ColumnKind::date) return value_in(type_, cell);
    const auto at = is_missing(cell) ? places_.end() : places_.find(std::string(trim(cell)));
    return at == places_.end() ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(at->second);
  }

 private:
  const ColumnType& type_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

const Column* Table::find(std::string_view name) const {
  const auto at =
      std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.type.name == name; });
  return at == columns.end() ? nullptr : &*at;
}

std::size_t column_named(const RawTable& raw, const std::string& name) {
  const auto& names = raw.names();
  const auto at = std::find(names.begin(), names.end(), name);
  if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
  std::vector<std::string> advice;
  if (const auto meant = nearest(name, names)) advice.push_back("Did you mean \"" + printable(*meant, 80) + "\"?");
  advice.push_back("Its columns are: " + printable(join(names, ", "), 300));
  throw Error(ErrorKind::usage, {},
              fmt::format("{} has no column \"{}\"", printable(raw.name(), 200), printable(name, 80)), advice);
}

std::vector<ColumnType> types_of(const RawTable& raw, const KindsByName& wanted) {
  for (const auto& [name, kind] : wanted) column_named(raw, name);
  std::vector<Census> censuses(raw.names().size());
  raw.each_row([&](std::size_t, std::span<const std::string_view> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) censuses[i].take(cells[i]);
  });
  std::vector<ColumnType> types;
  for (std::size_t i = 0; i < censuses.size(); ++i) {
    const auto& name = raw.names()[i];
    const auto said = wanted.find(name);
    types.push_back(type_of(name, censuses[i], said == wanted.end() ? std::nullopt : std::optional(said->second)));
  }
  return types;
}

Table read_table(const RawTable& raw, std::span<const ColumnType> types) {
  Table table{.rows = raw.rows(), .columns = {}};
  std::vector<std::pair<std::size_t, Reader>> readers;
  for (const auto& type : types) {
    readers.emplace_back(column_named(raw, type.name), type);
    table.columns.push_back({type, {}});
    if (usable(type.kind)) table.columns.back().values.resize(raw.rows());
  }
  raw.each_row([&](std::size_t row, std::span<const std::string_view> cells) {
    for (std::size_t i = 0; i < readers.size(); ++i)
      if (!table.columns[i].values.empty())
        table.columns[i].values[row] = readers[i].second.read(cells[readers[i].first]);
  });
  return table;
}

}  // namespace kilter
