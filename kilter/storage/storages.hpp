// SPDX-License-Identifier: MIT
// The storages that Kilter has, and how each is made.
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "kilter/core/storage.hpp"

namespace kilter {

/// A study in this process's memory. Objects opened on the same log share it; the log is thread-safe.
class MemoryLog;
std::shared_ptr<MemoryLog> make_memory_log();
std::unique_ptr<Storage> open_memory(std::shared_ptr<MemoryLog> log);

enum class Access { read, write, create };

struct SqliteOptions {
  /// How long to wait for other processes before giving up with a sentence.
  std::chrono::milliseconds patience{60'000};
  /// After how many pages of 4 kB the write-ahead log is written back to the database: two waits for the disk.
  int checkpoint_pages = 4000;
  /// On a network file system: work on the study although another machine does, which then stops.
  bool take_over = false;
};

/// A study in an SQLite database of its own. Many processes of one machine may open it; on a
/// network file system those of another machine only for reading (K150). Throws Error(storage) with a
/// sentence for a missing, damaged, foreign, newer or edited database, a full disk, a read-only folder. Its folder must
/// exist. A commit survives the death of every process; with the power the newest commits may go.
std::unique_ptr<Storage> open_sqlite(const std::filesystem::path& file, Access access, SqliteOptions options = {});

/// The version of the database library, as "3.40.1".
std::string sqlite_version();

}  // namespace kilter
