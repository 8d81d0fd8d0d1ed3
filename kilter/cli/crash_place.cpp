// SPDX-License-Identifier: MIT
#include "kilter/cli/crash_place.hpp"

#include <fmt/format.h>

#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

struct Frame {
  std::string_view file;
  std::string_view line;
};

/// `  File "PATH", line N, in NAME`.
Frame frame_in(std::string_view text) {
  constexpr std::string_view opening = "File \"", between = "\", line ";
  text = trim(text);
  if (!text.starts_with(opening)) return {};
  const auto middle = text.find(between, opening.size());
  if (middle == text.npos) return {};
  const std::string_view rest = text.substr(middle + between.size());
  const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  return {text.substr(opening.size(), middle - opening.size()), rest.substr(0, digits)};
}

bool of_the_user(std::string_view file) {
  if (file.empty() || file.starts_with('<')) return false;
  for (const std::string_view part : {"/site-packages/", "/dist-packages/", "/lib/python", "/lib64/python"})
    if (file.find(part) != file.npos) return false;
  return true;
}

std::string shown(std::string_view file, const std::filesystem::path& home) {
  const auto near = std::filesystem::path(file).lexically_relative(home);
  const bool within = !near.empty() && *near.begin() != "..";
  return printable(within ? near.native() : std::string(file), 120);
}

}  // namespace

std::string crash_place(std::string_view text, const std::filesystem::path& home) {
  Frame inner;
  for (const std::string_view line : split(text, '\n')) {
    const Frame frame = frame_in(line);
    if (!frame.line.empty() && of_the_user(frame.file)) inner = frame;
  }
  return inner.file.empty() ? "" : fmt::format("{} line {}", shown(inner.file, home), inner.line);
}

}  // namespace kilter::cli
