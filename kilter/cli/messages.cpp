// SPDX-License-Identifier: MIT
#include "kilter/cli/messages.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "kilter/base/text.hpp"

namespace kilter::cli {

extern const char* const messages_text;  // docs/messages.md, embedded by the build

namespace {
constexpr std::string_view heading = "\n## K";

/// The commands that stand in the advice whole: after its beginning, a colon or a gap, up to a gap or the end.
std::vector<std::string> commands_in(const std::vector<std::string>& advice) {
  constexpr std::string_view name = "kilter ";
  std::vector<std::string> commands;
  for (const std::string& line : advice)
    for (auto at = line.find(name); at != line.npos; at = line.find(name, at + name.size())) {
      const std::string_view before = std::string_view(line).substr(0, at);
      if (!before.empty() && !before.ends_with(": ") && !before.ends_with("  ")) continue;
      const auto end = std::min(line.find("   ", at), line.size());
      std::string command(trim(std::string_view(line).substr(at, end - at)));
      if (command.find("...") == command.npos) commands.push_back(std::move(command));
    }
  return commands;
}

}  // namespace

std::string message_json(const Message& message) {
  static constexpr const char* severities[] = {"notice", "warning", "error"};
  nlohmann::ordered_json json = {
      {"schema", "kilter/message/1"}, {"severity", severities[static_cast<int>(message.severity)]},
      {"code", message.code},         {"headline", message.headline},
      {"advice", message.advice},     {"next", commands_in(message.advice)}};
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void print(const Message& message, bool json) {
  const std::string text = (json ? message_json(message) : to_text(message)) + '\n';
  // A terminal may be closed meanwhile, and that ends no study: unlike fmt::print, this does not throw.
  std::fputs(text.c_str(), stderr);
}

std::vector<std::pair<std::string, std::string>> long_forms() {
  std::vector<std::pair<std::string, std::string>> all;
  std::string_view text = messages_text;
  for (auto at = text.find(heading); at != text.npos; at = text.find(heading, at + 1)) {
    std::string_view line = text.substr(at + 4, text.find('\n', at + 1) - at - 4);
    const auto space = line.find(' ');
    all.emplace_back(line.substr(0, space), space == line.npos ? "" : line.substr(space + 1));
  }
  return all;
}

std::optional<std::string> long_form(std::string_view code) {
  std::string_view text = messages_text;
  const auto start = text.find(fmt::format("\n## {} ", code));
  if (start == text.npos) return {};
  text.remove_prefix(start + 4);
  return std::string(trim(text.substr(0, text.find("\n## "))));
}

}  // namespace kilter::cli
