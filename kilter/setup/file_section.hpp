// SPDX-License-Identifier: MIT
// One table of a study file while it is read: typed access, and a sentence with the line for each mistake.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/setup/toml_tree.hpp"

namespace kilter {

/// The file as its errors show it.
struct ShownFile {
  std::string name;
  std::vector<std::string> lines;

  /// Throws Error(invalid): `study.toml line 14: lr = ...   WHAT`.
  [[noreturn]] void fail(int line, const std::string& what, std::vector<std::string> advice = {}) const;
};

class FileSection {
 public:
  /// `name` as in "[budget]"; empty: the top of the file. Throws where the node is no table, or has a key that is
  /// neither in `known` nor in `later`; `later` keys say that they are not supported yet.
  FileSection(const ShownFile& file, const TomlNode& node, std::string name, std::span<const std::string> known,
              std::span<const std::string> later = {});

  const TomlNode* find(std::string_view key) const { return node_.find(key); }
  std::optional<std::string> text(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<long long> whole(std::string_view key, long long least, long long most) const;
  std::optional<double> number(std::string_view key, double least) const;
  /// A text or a list of texts.
  std::vector<std::string> texts(std::string_view key) const;
  std::map<std::string, std::string> text_table(std::string_view key) const;

  [[noreturn]] void fail(std::string_view key, const std::string& what, std::vector<std::string> advice = {}) const;

 private:
  void check_keys(std::span<const std::string> known, std::span<const std::string> later) const;

  const ShownFile& file_;
  const TomlNode& node_;
  std::string name_;
};

}  // namespace kilter
