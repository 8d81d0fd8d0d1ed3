// SPDX-License-Identifier: MIT
#include "kilter/storage/sqlite_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "kilter/core/storage.hpp"
#include "kilter/storage/sentences.hpp"

namespace kilter {
namespace {

// One order for both directions: parameters count from 1, columns from 0.
constexpr const char* columns =
    "revision, seal, stamp, kind, trial, part, attempt, basis, number, source, step, budget, word, name, body, reason, "
    "note";

void bind(Statement& insert, const Row& row, std::uint64_t seal) {
  insert.bind(1, static_cast<std::int64_t>(row.revision));
  insert.bind(2, static_cast<std::int64_t>(seal));
  insert.bind(3, row.stamp);
  insert.bind(4, row.kind);
  insert.bind(5, row.trial);
  insert.bind(6, row.part);
  insert.bind(7, row.attempt);
  insert.bind(8, row.basis);
  insert.bind(9, row.number);
  insert.bind(10, row.source);
  insert.bind(11, row.step);
  insert.bind(12, row.budget);
  insert.bind(13, row.word);
  insert.bind(14, row.name);
  insert.bind(15, row.body);
  insert.bind(16, row.reason);
  insert.bind(17, row.note);
}

Row row_of(const Statement& select) {
  return {.revision = static_cast<Revision>(select.integer(0).value_or(0)),
          .stamp = select.integer(2).value_or(0),
          .kind = select.text(3).value_or(std::string_view()),
          .trial = select.integer(4),
          .part = select.integer(5),
          .attempt = select.integer(6),
          .basis = select.integer(7),
          .number = select.integer(8),
          .source = select.integer(9),
          .step = select.real(10),
          .budget = select.real(11),
          .word = select.text(12),
          .name = select.text(13),
          .body = select.text(14),
          .reason = select.text(15),
          .note = select.text(16)};
}

/// Ends a query that is left early.
class Done {
 public:
  explicit Done(Statement& query) : query_(query) {}
  ~Done() { query_.reset(); }
  Done(const Done&) = delete;
  Done& operator=(const Done&) = delete;

 private:
  Statement& query_;
};

}  // namespace

SqliteLog::SqliteLog(Database& database)
    : database_(database),
      begin_(database, "BEGIN IMMEDIATE"),
      commit_(database, "COMMIT"),
      rollback_(database, "ROLLBACK"),
      get_counter_(database, "SELECT revision, seal FROM study WHERE id = 1"),
      set_counter_(database, "UPDATE study SET revision = ?, seal = ? WHERE id = 1"),
      insert_(database, fmt::format("INSERT INTO log ({}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", columns)),
      select_(database, fmt::format("SELECT {} FROM log WHERE revision > ? AND revision <= ? ORDER BY revision LIMIT ?",
                                    columns)),
      seal_of_(database, "SELECT seal FROM log WHERE revision = ?") {}

Counter SqliteLog::counter() {
  const Done done(get_counter_);
  if (!get_counter_.step()) throw damaged(database_.file(), "its counter is gone");
  const auto revision = get_counter_.integer(0);
  const auto seal = get_counter_.integer(1);
  if (!revision || *revision < 0 || !seal) throw damaged(database_.file(), "its counter is no number");
  return {static_cast<Revision>(*revision), static_cast<std::uint64_t>(*seal)};
}

Counter SqliteLog::place(Revision revision) {
  if (revision == 0) return {};
  const Done done(seal_of_);
  seal_of_.bind(1, static_cast<std::int64_t>(revision));
  const auto found = seal_of_.step() ? seal_of_.integer(0) : std::nullopt;
  if (!found) throw altered(database_.file(), revision);
  return {revision, static_cast<std::uint64_t>(*found)};
}

void SqliteLog::write(Counter& counter, WallTime stamp, const Fact& fact) {
  const Row row = to_row(counter.revision + 1, stamp, fact, scratch_);
  counter = {row.revision, seal(counter.seal, row)};
  bind(insert_, row, counter.seal);
  insert_.run();
}

void SqliteLog::set(const Counter& counter) {
  set_counter_.bind(1, static_cast<std::int64_t>(counter.revision));
  set_counter_.bind(2, static_cast<std::int64_t>(counter.seal));
  set_counter_.run();
}

std::optional<Counter> SqliteLog::read(Revision after, Revision upto, std::vector<Entry>& entries) {
  constexpr Revision last_number = std::numeric_limits<std::int64_t>::max();
  if (after >= std::min(upto, last_number)) return {};
  const Done done(select_);
  select_.bind(1, static_cast<std::int64_t>(after));
  select_.bind(2, static_cast<std::int64_t>(std::min(upto, last_number)));
  select_.bind(3, static_cast<std::int64_t>(page));
  if (!select_.step()) return {};
  Counter at = place(after);
  do {
    const Row row = row_of(select_);
    const std::uint64_t expected = seal(at.seal, row);
    const auto stored = static_cast<std::uint64_t>(select_.integer(1).value_or(0));
    const bool good = row.revision == at.revision + 1 && stored == expected && to_entry(row, entries.emplace_back());
    if (!good) throw altered(database_.file(), at.revision + 1);
    at = {row.revision, expected};
  } while (select_.step());
  return at;
}

}  // namespace kilter
