// SPDX-License-Identifier: MIT
#include "kilter/storage/sqlite_database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cmath>
#include <limits>
#include <thread>

#include "kilter/storage/sentences.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter {
namespace {

using namespace std::chrono_literals;

constexpr auto poll = 500us;

/// As a URI, so that `?` and `#` in a path are no options.
std::string uri_of(const std::filesystem::path& file, Database::Mode mode) {
  std::string uri = "file://";
  for (const char c : std::filesystem::absolute(file).string())
    if (c == '%' || c == '?' || c == '#')
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      uri += c;
  if (mode == Database::Mode::snapshot) uri += "?immutable=1";
  return uri;
}

int flags_of(Database::Mode mode) {
  const int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case Database::Mode::write: return common | SQLITE_OPEN_READWRITE;
    case Database::Mode::create: return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    default: return common | SQLITE_OPEN_READONLY;
  }
}

bool is_full(int reason) { return reason == ENOSPC || reason == EDQUOT; }
bool is_forbidden(int reason) { return reason == EACCES || reason == EROFS || reason == EPERM; }

}  // namespace

std::string sqlite_version() { return sqlite3_libversion(); }

Database::Database(std::filesystem::path file, Mode mode, std::chrono::milliseconds patience)
    : file_(std::move(file)), patience_in_polls_(static_cast<int>(patience / poll)) {
  const int code = sqlite3_open_v2(uri_of(file_, mode).c_str(), &connection_, flags_of(mode), nullptr);
  try {
    if (code != SQLITE_OK) fail(code);
    if (mode == Mode::write && sqlite3_db_readonly(connection_, "main") == 1) throw kilter::read_only(file_);
    sqlite3_busy_handler(connection_, wait_for_others, this);
    // A database may come from a stranger: nothing that stands in it is run.
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  } catch (...) {
    sqlite3_close(connection_);
    throw;
  }
}

Database::~Database() { sqlite3_close(connection_); }

void Database::expect_in_place() const {
  int moved = 0;
  const int code = sqlite3_file_control(connection_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  if (code == SQLITE_OK && moved) throw kilter::moved(file_);
}

void Database::close() {
  const int code = sqlite3_close(connection_);
  if (code != SQLITE_OK) fail(code);
  connection_ = nullptr;
}

void Database::run(const char* sql) {
  const int code = sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::int64_t Database::number(const char* sql) {
  Statement query(*this, sql);
  const bool found = query.step();
  const auto value = found ? query.integer(0) : std::nullopt;
  if (!value) throw damaged(file_, fmt::format("no number for {}", sql));
  return *value;
}

int Database::wait_for_others(void* self, int tries) {
  if (tries >= static_cast<const Database*>(self)->patience_in_polls_) return 0;
  std::this_thread::sleep_for(poll);
  return 1;
}

void Database::fail(int code) const {
  if (!connection_) throw std::bad_alloc();
  const int reason = sqlite3_system_errno(connection_);
  const std::string said = sqlite3_errmsg(connection_);
  switch (code & 0xFF) {
    case SQLITE_NOMEM: throw std::bad_alloc();
    case SQLITE_PROTOCOL:  // gave up finding its place in a log that others change all the time
    case SQLITE_BUSY: throw too_busy(file_, std::chrono::duration<double>(patience_in_polls_ * poll).count());
    case SQLITE_FULL: throw disk_full(file_);
    case SQLITE_READONLY:
      if (code == SQLITE_READONLY_ROLLBACK) throw half_written(file_);
      throw read_only(file_);
    case SQLITE_NOTADB: throw no_study(file_, "it is not a database");
    case SQLITE_CORRUPT: throw damaged(file_, said);
    case SQLITE_CANTOPEN:
      if (is_forbidden(reason)) throw read_only(file_);
      [[fallthrough]];
    case SQLITE_IOERR:
      if (is_full(reason)) throw disk_full(file_);
      // Where pages that should be there are not, the file was cut.
      if (code == SQLITE_IOERR_SHORT_READ) throw damaged(file_, "it ends too early");
      throw broken(file_, said, reason);
    // The tables are not as they should be.
    case SQLITE_ERROR: throw damaged(file_, said);
    default: throw broken(file_, said, reason);
  }
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  const int code = sqlite3_prepare_v3(database.connection_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) database_.fail(code);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::bind(int parameter, std::int64_t value) { sqlite3_bind_int64(statement_, parameter, value); }

void Statement::bind(int parameter, double value) {
  if (std::isnan(value))
    bind(parameter, std::string_view("nan"));
  else
    sqlite3_bind_double(statement_, parameter, value);
}

void Statement::bind(int parameter, std::string_view text) {
  // A text of no length needs an address, or it would be NULL.
  const char* start = text.data() ? text.data() : "";
  const int code = sqlite3_bind_text64(statement_, parameter, start, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code == SQLITE_TOOBIG)
    throw Error(ErrorKind::storage, fmt::format("a text of {} bytes is too long to be stored", text.size()));
  if (code != SQLITE_OK) database_.fail(code);
}

void Statement::bind_null(int parameter) { sqlite3_bind_null(statement_, parameter); }

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  sqlite3_reset(statement_);
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

void Statement::reset() { sqlite3_reset(statement_); }

std::optional<std::int64_t> Statement::integer(int column) const {
  auto* value = sqlite3_column_value(statement_, column);
  if (sqlite3_value_type(value) == SQLITE_NULL) return {};
  return sqlite3_value_int64(value);
}

std::optional<double> Statement::real(int column) const {
  auto* value = sqlite3_column_value(statement_, column);
  switch (sqlite3_value_type(value)) {
    case SQLITE_NULL: return {};
    case SQLITE_FLOAT:
    case SQLITE_INTEGER: return sqlite3_value_double(value);
    default: return std::numeric_limits<double>::quiet_NaN();
  }
}

std::optional<std::string_view> Statement::text(int column) const {
  auto* value = sqlite3_column_value(statement_, column);
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return {};
  if (type != SQLITE_TEXT) return std::string_view();
  // As bytes, for value_text would copy it to put a zero behind it.
  const auto* start = static_cast<const char*>(sqlite3_value_blob(value));
  return std::string_view(start, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

Transaction::Transaction(Statement& begin, Statement& commit, Statement& rollback)
    : commit_(commit), rollback_(rollback) {
  begin.run();
}

Transaction::~Transaction() {
  if (!open_) return;
  // SQLite may have rolled back by itself; then this fails, which is right.
  try {
    rollback_.run();
  } catch (const std::exception&) {
  }
}

void Transaction::commit() {
  commit_.run();
  open_ = false;
}

}  // namespace kilter
