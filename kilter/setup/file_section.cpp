// SPDX-License-Identifier: MIT
#include "kilter/setup/file_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {

void ShownFile::fail(int line, const std::string& what, std::vector<std::string> advice) const {
  std::string shown;
  if (line >= 1 && static_cast<std::size_t>(line) <= lines.size())
    shown = printable(trim(lines[static_cast<std::size_t>(line) - 1]), 100) + "   ";
  throw Error(ErrorKind::invalid, {}, fmt::format("{} line {}: {}{}", name, line, shown, what), std::move(advice));
}

FileSection::FileSection(const ShownFile& file, const TomlNode& node, std::string name,
                         std::span<const std::string> known, std::span<const std::string> later)
    : file_(file), node_(node), name_(std::move(name)) {
  if (!node.as<TomlTable>()) file_.fail(node.line, fmt::format("a table is expected here, not {}", kind_of(node)));
  check_keys(known, later);
}

void FileSection::check_keys(std::span<const std::string> known, std::span<const std::string> later) const {
  const std::string where = name_.empty() ? "at the top of the file" : "in " + name_;
  for (const auto& [key, value] : *node_.as<TomlTable>()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (std::find(later.begin(), later.end(), key) != later.end())
      fail(key, fmt::format("{} is not supported yet by this version of Kilter", key),
           {"Take the line out; everything else in the file works without it."});
    std::vector<std::string> all(known.begin(), known.end());
    std::vector<std::string> advice;
    if (const auto meant = nearest(key, all))
      advice.push_back(fmt::format("Did you mean {}?", *meant));
    else
      advice.push_back("Known are: " + join(all, ", "));
    fail(key, fmt::format("there is no key \"{}\" {}", printable(key, 60), where), advice);
  }
}

void FileSection::fail(std::string_view key, const std::string& what, std::vector<std::string> advice) const {
  const TomlNode* node = find(key);
  file_.fail(node ? node->line : node_.line, what, std::move(advice));
}

std::optional<std::string> FileSection::text(std::string_view key) const {
  const TomlNode* node = find(key);
  if (!node) return {};
  const auto* text = node->as<std::string>();
  if (!text) fail(key, fmt::format("{} is a text in quotes, not {}", key, kind_of(*node)));
  return *text;
}

std::optional<bool> FileSection::boolean(std::string_view key) const {
  const TomlNode* node = find(key);
  if (!node) return {};
  const auto* boolean = node->as<bool>();
  if (!boolean) fail(key, fmt::format("{} is true or false, not {}", key, kind_of(*node)));
  return *boolean;
}

std::optional<long long> FileSection::whole(std::string_view key, long long least, long long most) const {
  const TomlNode* node = find(key);
  if (!node) return {};
  const auto* whole = node->as<std::int64_t>();
  if (!whole) fail(key, fmt::format("{} is a whole number, not {}", key, kind_of(*node)));
  if (*whole < least || *whole > most) fail(key, fmt::format("{} lies between {} and {}", key, least, most));
  return *whole;
}

std::optional<double> FileSection::number(std::string_view key, double least) const {
  const TomlNode* node = find(key);
  if (!node) return {};
  std::optional<double> value;
  if (const auto* whole = node->as<std::int64_t>()) value = static_cast<double>(*whole);
  if (const auto* real = node->as<double>()) value = *real;
  if (!value) fail(key, fmt::format("{} is a number, not {}", key, kind_of(*node)));
  if (!(*value >= least) || !(*value <= 1e15)) fail(key, fmt::format("{} is at least {}", key, to_text(least)));
  return value;
}

std::vector<std::string> FileSection::texts(std::string_view key) const {
  const TomlNode* node = find(key);
  if (!node) return {};
  if (const auto* one = node->as<std::string>()) return {*one};
  std::vector<std::string> all;
  const auto* array = node->as<TomlArray>();
  if (!array) fail(key, fmt::format("{} is a text or a list of texts, not {}", key, kind_of(*node)));
  for (const auto& element : *array) {
    const auto* text = element.as<std::string>();
    if (!text)
      file_.fail(element.line, fmt::format("{} is a list of texts in quotes; {} stands in it", key, kind_of(element)));
    all.push_back(*text);
  }
  return all;
}

std::map<std::string, std::string> FileSection::text_table(std::string_view key) const {
  const TomlNode* node = find(key);
  if (!node) return {};
  const auto* table = node->as<TomlTable>();
  if (!table) fail(key, fmt::format("{} is a table of texts, not {}", key, kind_of(*node)));
  std::map<std::string, std::string> all;
  for (const auto& [name, value] : *table) {
    const auto* text = value.as<std::string>();
    if (!text) file_.fail(value.line, fmt::format("{} must be a text in quotes", printable(name, 60)));
    all[name] = *text;
  }
  return all;
}

}  // namespace kilter
