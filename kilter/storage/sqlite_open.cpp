// SPDX-License-Identifier: MIT
#include "kilter/storage/sqlite_open.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "kilter/storage/file_lock.hpp"
#include "kilter/storage/file_system.hpp"
#include "kilter/storage/holder.hpp"
#include "kilter/storage/schema.hpp"
#include "kilter/storage/sentences.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;
using Mode = Database::Mode;

constexpr std::int64_t application = 0x4B6C7472;  // "Kltr"

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

bool may_write(const fs::path& path) { return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0; }

fs::path beside(fs::path file, const char* ending) { return file += ending; }

/// The empty file counts as absent: a full disk leaves one behind.
bool is_there(const fs::path& file) {
  std::error_code failed;
  const auto status = fs::status(file, failed);
  if (status.type() == fs::file_type::not_found) return false;
  if (failed) throw cannot_write(file, failed.value());
  if (status.type() == fs::file_type::directory) throw no_study(file, "it is a folder");
  if (status.type() != fs::file_type::regular) throw no_study(file, "it is no ordinary file");
  return fs::file_size(file, failed) > 0;
}

File locked_folder(const fs::path& file, std::chrono::milliseconds patience) {
  File folder = open_to_lock(folder_of(file));
  if (!folder.is_open()) throw cannot_write(folder_of(file), errno);
  if (!lock(folder, Hold::exclusive, patience)) throw too_busy(file, static_cast<double>(patience.count()) / 1000);
  return folder;
}

/// As the database's first page tells, without opening it.
bool says_write_ahead_log(const fs::path& file) {
  const File database(file, O_RDONLY);
  std::array<unsigned char, 2> versions{};
  return database.is_open() && ::pread(database.descriptor(), versions.data(), versions.size(), 18) == 2 &&
         versions[0] == 2;
}

/// A network file system has no memory that processes share, which a write-ahead log needs; its locks do for a rollback
/// journal. One that was left behind is written back with its index in this process alone.
void use_rollback_journal(Database& database, bool has_log) {
  if (has_log) database.run("PRAGMA locking_mode = EXCLUSIVE");
  {
    Statement wish(database, "PRAGMA journal_mode = TRUNCATE");
    if (!wish.step() || wish.text(0) != "truncate")
      throw broken(database.file(), "it cannot be used on a network file system while others have it open", 0);
  }
  if (!has_log) return;
  database.run("PRAGMA locking_mode = NORMAL");
  database.number("PRAGMA user_version");  // gives the lock up
}

void use_write_ahead_log(Database& database) {
  Statement wish(database, "PRAGMA journal_mode = WAL");
  if (!wish.step() || wish.text(0) != "wal")
    throw broken(database.file(), "its file system cannot hold a database that several processes share", 0);
}

bool has_write_ahead_log(Database& database) {
  Statement question(database, "PRAGMA journal_mode");
  return question.step() && question.text(0) == "wal";
}

/// Made under another name and then moved into place, so that nobody ever sees half a database.
void create(const fs::path& file, std::chrono::milliseconds patience) {
  const File folder = locked_folder(file, patience);
  if (is_there(file)) return;
  if (!may_write(folder_of(file))) throw cannot_write(file, errno);
  const fs::path draft = beside(file, ".new");
  std::error_code ignored;
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) fs::remove(beside(draft, ending), ignored);
  {
    Database database(draft, Mode::create, patience);
    const bool network = on_network(folder_of(file));
    if (!network) use_write_ahead_log(database);
    database.run("BEGIN IMMEDIATE");
    database.run(schema);
    database.run("COMMIT");
    if (!network) database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
  }
  // What a crash left beside a database that is gone would be taken for a part of this one.
  for (const char* ending : {"-journal", "-wal", "-shm"}) fs::remove(beside(file, ending), ignored);
  if (::rename(draft.c_str(), file.c_str()) != 0) throw cannot_write(file, errno);
  ::fsync(folder.descriptor());
}

/// On a network file system a reader mends what a process of this machine left half written, and nothing that another
/// machine may just be writing. Elsewhere it needs no writable folder where no write-ahead log is left to be read.
Mode mode_of(const fs::path& file, Access access, bool network) {
  if (access != Access::read) return Mode::write;
  std::error_code failed;
  if (network) {
    const auto held = holder_of(folder_of(file));
    const bool ours = held && same_host(held->host, this_host());
    return ours && may_write(folder_of(file)) && may_write(file) ? Mode::write : Mode::read;
  }
  const bool log = fs::file_size(beside(file, "-wal"), failed) > 0 && !failed;
  return may_write(folder_of(file)) || log ? Mode::read : Mode::snapshot;
}

void judge(Database& database) {
  const auto owner = database.number("PRAGMA application_id");
  if (owner != application) throw no_study(database.file(), "it is the database of another program");
  const auto format = database.number("PRAGMA user_version");
  if (format > sqlite_format) throw newer_format(database.file(), format, sqlite_format);
  if (format < 1) throw damaged(database.file(), fmt::format("it has no format {}", format));
}

}  // namespace

std::unique_ptr<Database> open_database(const fs::path& file, Access access, SqliteOptions options) {
  if (!is_there(file)) {
    if (access != Access::create) throw missing_study(file);
    create(file, options.patience);
  }
  const bool network = on_network(folder_of(file));
  const bool has_log = says_write_ahead_log(file);
  auto database = std::make_unique<Database>(file, mode_of(file, access, network), options.patience);
  if (network && access != Access::read) use_rollback_journal(*database, has_log);
  judge(*database);
  if (access != Access::read && !network && !has_write_ahead_log(*database)) {
    // Somebody made it one file, to copy it or by `.recover`.
    const File folder = locked_folder(file, options.patience);
    use_write_ahead_log(*database);
  }
  // A commit survives the death of every process; the newest few can be lost with the power. What another machine shall
  // read has to have reached the server.
  database->run(network ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  database->run("PRAGMA cell_size_check = ON");
  database->run(fmt::format("PRAGMA wal_autocheckpoint = {}", options.checkpoint_pages).c_str());
  return database;
}

}  // namespace kilter
