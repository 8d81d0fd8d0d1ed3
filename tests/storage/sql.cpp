// SPDX-License-Identifier: MIT
#include "tests/storage/sql.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace kilter::testing {

std::vector<std::string> sql(const std::filesystem::path& file, const std::string& statements) {
  sqlite3* database = nullptr;
  std::vector<std::string> rows;
  const auto add = [](void* to, int count, char** values, char**) {
    std::string row;
    for (int i = 0; i < count; ++i) row.append(i ? "|" : "").append(values[i] ? values[i] : "");
    static_cast<std::vector<std::string>*>(to)->push_back(row);
    return 0;
  };
  char* said = nullptr;
  const bool good = sqlite3_open(file.c_str(), &database) == SQLITE_OK &&
                    sqlite3_exec(database, statements.c_str(), add, &rows, &said) == SQLITE_OK;
  const std::string error = said ? said : "";
  sqlite3_free(said);
  sqlite3_close(database);
  if (!good) throw std::runtime_error(statements + ": " + error);
  return rows;
}

}  // namespace kilter::testing
