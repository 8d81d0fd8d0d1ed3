// SPDX-License-Identifier: MIT
// The table `log` and the study's counter: rows in, rows out, each checked against its seal. Plain SQL.
#pragma once
#include <vector>

#include "kilter/storage/row.hpp"
#include "kilter/storage/sqlite_database.hpp"

namespace kilter {

/// The newest revision and its seal.
struct Counter {
  Revision revision = 0;
  std::uint64_t seal = 0;
  bool operator==(const Counter&) const = default;
};

class SqliteLog {
 public:
  explicit SqliteLog(Database& database);

  Counter counter();
  /// A write transaction; the others of all processes wait.
  Transaction begin() { return {begin_, commit_, rollback_}; }
  /// Writes a row after the counter and moves the counter on; set() stores the counter. Within a transaction.
  void write(Counter& counter, WallTime stamp, const Fact& fact);
  void set(const Counter& counter);

  /// The entries with after < revision <= upto in order, at most a page of them, added to `entries`; returns the place
  /// of the last, nullopt where there were none. Throws Error(storage) naming the revision that is missing or not what
  /// was written.
  std::optional<Counter> read(Revision after, Revision upto, std::vector<Entry>& entries);

 private:
  Counter place(Revision revision);

  Database& database_;
  Statement begin_;
  Statement commit_;
  Statement rollback_;
  Statement get_counter_;
  Statement set_counter_;
  Statement insert_;
  Statement select_;
  Statement seal_of_;
  std::string scratch_;
};

}  // namespace kilter
