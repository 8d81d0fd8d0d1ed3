// SPDX-License-Identifier: MIT
// The test metric of a study, which no command shows before `kilter test` has opened it.
#pragma once
#include <string>

#include "kilter/core/history.hpp"

namespace kilter::cli {

/// Why the settings were written anew when it was opened.
inline constexpr const char* opening = "kilter test: the test metric was opened";

bool opens_test_metric(const Fact& fact);
/// The entry without that metric.
Entry without_metric(Entry entry, const std::string& metric);

}  // namespace kilter::cli
