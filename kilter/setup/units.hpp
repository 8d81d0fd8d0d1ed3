// SPDX-License-Identifier: MIT
// Amounts as people write them: durations, sizes, and times of the day.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kilter/base/clock.hpp"

namespace kilter {

/// Seconds: "90", "90s", "3h", "1h30m", "2 days"; nullopt where it is none.
std::optional<double> parse_duration(std::string_view text);
/// Bytes: "2GB", "512 MiB", "1.5G", "1048576"; nullopt where it is none.
std::optional<std::uint64_t> parse_size(std::string_view text);
/// The next "08:00" in local time, "2026-10-02 08:00" in local time, or "2026-10-02T08:00:00Z"; nullopt where it is
/// none.
std::optional<WallTime> parse_until(std::string_view text, WallTime now);

/// "14:02", with the day where it is not today.
std::string local_time_text(WallTime time, WallTime now);

}  // namespace kilter
