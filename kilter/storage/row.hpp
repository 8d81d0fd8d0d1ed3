// SPDX-License-Identifier: MIT
// A fact as the columns of the table `log`, and the seal that shows when a row was altered.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kilter/core/fact.hpp"

namespace kilter {

/// schema.sql says which kind of fact fills which column. Texts point into the fact or the database that they came
/// from.
struct Row {
  Revision revision = 0;
  std::int64_t stamp = 0;  ///< milliseconds since 1970
  std::string_view kind;
  std::optional<std::int64_t> trial, part, attempt, basis, number, source;
  std::optional<double> step, budget;
  std::optional<std::string_view> word, name, body, reason, note;
};

/// `scratch` holds texts that the row needs and the fact lacks; it must live as long as the row.
Row to_row(Revision revision, WallTime stamp, const Fact& fact, std::string& scratch);

/// Fills the entry; false where the columns are not those of a fact.
bool to_entry(const Row& row, Entry& entry);

/// The seal of a row that follows one with the seal `before` (0: the first). Any change of one 64-bit word of the row
/// changes it for certain, other changes but for one in 2^64. No protection against intent: whoever can write the
/// database can seal it again.
std::uint64_t seal(std::uint64_t before, const Row& row);

}  // namespace kilter
