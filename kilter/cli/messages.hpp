// SPDX-License-Identifier: MIT
// Messages to the user: printed as text or JSON, and the long form of each code.
#pragma once
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/base/error.hpp"

namespace kilter::cli {

/// `{"schema":"kilter/message/1","severity":"error","code":"K105","headline":...,"advice":[...]}`, one line.
std::string message_json(const Message& message);
/// To stderr, as text or as JSON.
void print(const Message& message, bool json);

/// The long form of "K104" from docs/messages.md; nullopt: there is none.
std::optional<std::string> long_form(std::string_view code);
/// All codes that have a long form, each with its heading.
std::vector<std::pair<std::string, std::string>> long_forms();

}  // namespace kilter::cli
