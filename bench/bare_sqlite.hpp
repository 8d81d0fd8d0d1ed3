// SPDX-License-Identifier: MIT
// What SQLite costs by itself: the limit beside which Kilter's storage is shown.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace kilter::bench {

/// Microseconds of each pair of transactions that insert `ask` and then `tell` into a table of texts, under the
/// settings of Kilter's storage (WAL, NORMAL).
std::vector<double> bare_transactions(const std::filesystem::path& database, const std::vector<std::string>& ask,
                                      const std::string& tell, int trials);

/// Seconds to step through all rows of a study's log without looking at them.
double bare_scan(const std::filesystem::path& database);

}  // namespace kilter::bench
