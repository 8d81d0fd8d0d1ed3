// SPDX-License-Identifier: MIT
#include "kilter/base/error.hpp"

#include <utility>

namespace kilter {

std::string to_text(const Message& message) {
  static constexpr const char* names[] = {"notice", "warning", "error"};
  std::string text = names[static_cast<int>(message.severity)];
  if (!message.code.empty()) text += "[" + message.code + "]";
  text += ": " + message.headline;
  for (const auto& line : message.advice) text += "\n   " + line;
  return text;
}

Error::Error(ErrorKind kind, std::string code, std::string headline, std::vector<std::string> advice)
    : std::runtime_error(headline),
      kind_(kind),
      message_{Severity::error, std::move(code), std::move(headline), std::move(advice)} {}

}  // namespace kilter
