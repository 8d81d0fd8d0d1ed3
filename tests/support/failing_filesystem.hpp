// SPDX-License-Identifier: MIT
// A file system that fails on purpose: SQLite's default one as long as this lives, until the operation chosen to fail.
#pragma once
#include <sqlite3.h>

namespace kilter::testing {

/// Counts what SQLite asks of files that could fail on a bad disk: opening, writing, syncing, cutting, and growing the
/// index of a write-ahead log. Used from one thread; all databases opened meanwhile must be closed before it goes.
class FailingFilesystem {
 public:
  enum class Fault {
    io,    ///< EIO
    full,  ///< ENOSPC
    torn   ///< EIO after half of a write is done
  };

  FailingFilesystem();
  ~FailingFilesystem();
  FailingFilesystem(const FailingFilesystem&) = delete;
  FailingFilesystem& operator=(const FailingFilesystem&) = delete;

  /// From now on the operation of that number (the next is 1) fails, and all after it if it is for ever.
  void fail(long operation, Fault fault, bool for_ever);
  /// Nothing fails any more.
  void heal();
  /// Since the last fail() or heal().
  long operations() const { return operations_; }
  bool has_failed() const { return failed_; }

  // For the functions that SQLite calls.
  /// Whether the next operation fails.
  bool strikes();
  Fault fault() const { return fault_; }
  int last_error() const;
  sqlite3_vfs* real() const { return real_; }

 private:
  sqlite3_vfs* real_;
  sqlite3_vfs failing_;
  long operations_ = 0;
  long fails_at_ = 0;
  bool for_ever_ = false;
  bool failed_ = false;
  Fault fault_ = Fault::io;
};

}  // namespace kilter::testing
