// SPDX-License-Identifier: MIT
// The events that TensorBoard reads, as bytes: scalars, texts, and the beginning and end of a session of its HParams
// page. Equal facts give equal bytes. The numbers of the fields are those of tensorboard/compat/proto.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "kilter/base/clock.hpp"
#include "kilter/space/value.hpp"

namespace kilter {

/// The first event of each file.
std::string file_version_event(WallTime time);
/// A value that is not finite is shown as such.
std::string scalar_event(WallTime time, double step, std::string_view tag, double value);
std::string text_event(WallTime time, std::string_view tag, std::string_view text);
/// The settings of a session, by name.
std::string session_start_event(WallTime time, std::span<const std::pair<std::string, Value>> settings);
/// TensorBoard keeps the first that it reads: to be written once, when the session is over for good.
std::string session_end_event(WallTime time, bool success);

}  // namespace kilter
