// SPDX-License-Identifier: MIT
// Finding, creating and judging a study's database before anything is read from it.
#pragma once
#include <memory>

#include "kilter/storage/sqlite_database.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter {

constexpr int sqlite_format = 1;  ///< the newest that this Kilter reads, and the one it writes

/// A connection to a database that is a study in a format that can be read. Throws Error(storage) where it is not.
std::unique_ptr<Database> open_database(const std::filesystem::path& file, Access access, SqliteOptions options);

}  // namespace kilter
