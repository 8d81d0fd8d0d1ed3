// SPDX-License-Identifier: MIT
#include "bench/bare_sqlite.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>

#include "bench/place.hpp"

namespace kilter::bench {
namespace {

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Prepared = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Connection open(const std::filesystem::path& file) {
  sqlite3* connection = nullptr;
  if (sqlite3_open(file.c_str(), &connection) != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
  return {connection, sqlite3_close};
}

Prepared prepare(const Connection& connection, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection.get(), sql, -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(connection.get()));
  return {statement, sqlite3_finalize};
}

void run(const Prepared& statement) {
  while (sqlite3_step(statement.get()) == SQLITE_ROW) continue;
  if (sqlite3_reset(statement.get()) != SQLITE_OK) throw std::runtime_error("a bare statement failed");
}

}  // namespace

std::vector<double> bare_transactions(const std::filesystem::path& database, const std::vector<std::string>& ask,
                                      const std::string& tell, int trials) {
  const auto connection = open(database);
  for (const char* sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL",
                          "CREATE TABLE bare (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"})
    run(prepare(connection, sql));
  const auto begin = prepare(connection, "BEGIN IMMEDIATE"), commit = prepare(connection, "COMMIT"),
             insert = prepare(connection, "INSERT INTO bare (text) VALUES (?)");
  const auto put = [&](const std::string& text) {
    sqlite3_bind_text(insert.get(), 1, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    run(insert);
  };
  std::vector<double> times;
  for (int i = 0; i < trials; ++i) {
    const double start = now();
    run(begin);
    for (const auto& text : ask) put(text);
    run(commit);
    run(begin);
    put(tell);
    run(commit);
    times.push_back(1e6 * (now() - start));
  }
  return times;
}

double bare_scan(const std::filesystem::path& database) {
  const double start = now();
  const auto connection = open(database);
  run(prepare(connection, "SELECT * FROM log ORDER BY revision"));
  return now() - start;
}

}  // namespace kilter::bench
