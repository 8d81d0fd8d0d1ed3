// SPDX-License-Identifier: MIT
// A table with typed columns: what `kilter fit` trains on.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kilter/table/kind.hpp"
#include "kilter/table/raw_table.hpp"

namespace kilter {

struct Column {
  ColumnType type;
  std::vector<double> values;  ///< one a row, as value_in() reads it; none where the kind is of no use
};

struct Table {
  std::size_t rows = 0;
  std::vector<Column> columns;

  const Column* find(std::string_view name) const;
};

/// What the user says of columns, by name.
using KindsByName = std::map<std::string, ColumnKind>;

/// Decides what each column is. Throws Error(usage) where `wanted` names a column that there is not.
std::vector<ColumnType> types_of(const RawTable& raw, const KindsByName& wanted = {});
/// Reads the columns of these types by their names. Throws Error(usage) naming those that the table lacks.
Table read_table(const RawTable& raw, std::span<const ColumnType> types);

/// Throws Error(usage) with the nearest name where there is no column of that name.
std::size_t column_named(const RawTable& raw, const std::string& name);

}  // namespace kilter
