// SPDX-License-Identifier: MIT
// A connection to an SQLite database and its statements, with failures as sentences. The only door to sqlite3.h.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace kilter {

/// Used from one thread at a time. Waits for other processes by polling each half millisecond, for SQLite's own
/// back-off lets single writers starve. All throw Error(storage) with the database's path.
class Database {
 public:
  enum class Mode {
    read,      ///< nothing is written but the index of the write-ahead log
    snapshot,  ///< nothing is written at all and nobody else writes: for a folder that is read-only
    write,
    create
  };

  Database(std::filesystem::path file, Mode mode, std::chrono::milliseconds patience);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& file() const { return file_; }
  /// Runs statements whose results nobody wants.
  void run(const char* sql);
  /// The single number that a query gives.
  std::int64_t number(const char* sql);
  /// Throws Error(storage) where the path leads to this database no more: what is written now would be lost.
  void expect_in_place() const;
  /// Closes, writing the log back; failures that the destructor would hide are thrown.
  void close();

 private:
  friend class Statement;
  static int wait_for_others(void* self, int tries);
  [[noreturn]] void fail(int code) const;

  std::filesystem::path file_;
  sqlite3* connection_ = nullptr;
  int patience_in_polls_;
};

/// A prepared statement. Columns and parameters are counted as SQLite does: columns from 0, parameters from 1.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Texts must live until the statement is done. NaN is stored as the text 'nan'.
  void bind(int parameter, std::int64_t value);
  void bind(int parameter, double value);
  void bind(int parameter, std::string_view text);
  template <class T>
  void bind(int parameter, const std::optional<T>& value) {
    value ? bind(parameter, *value) : bind_null(parameter);
  }
  void bind_null(int parameter);

  /// True: there is a row. False: it is done, and can be bound and stepped again.
  bool step();
  /// For statements that give no rows.
  void run() {
    while (step()) continue;
  }
  /// Gives up what is left.
  void reset();

  // nullopt: NULL, and NULL alone, so that a value of a wrong kind is never taken for none.
  std::optional<std::int64_t> integer(int column) const;
  /// A text is NaN.
  std::optional<double> real(int column) const;
  /// Valid until the next step(); not ended by a zero.
  std::optional<std::string_view> text(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// A write transaction, rolled back unless committed. Taken at once (BEGIN IMMEDIATE): one that reads first could be
/// refused without waiting.
class Transaction {
 public:
  Transaction(Statement& begin, Statement& commit, Statement& rollback);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Statement& commit_;
  Statement& rollback_;
  bool open_ = true;
};

}  // namespace kilter
