// SPDX-License-Identifier: MIT
// A TOML document, or one that says the same in another form, as plain data in the order of the file, each value with
// its line.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kilter {

struct TomlNode;
struct TomlEntry;
using TomlTable = std::vector<TomlEntry>;
using TomlArray = std::vector<TomlNode>;
/// A date or time, as it was written.
struct TomlTime {
  std::string text;
};

/// What YAML writes as null, or as nothing at all.
struct TomlNothing {};

struct TomlNode {
  std::variant<bool, std::int64_t, double, std::string, TomlTime, TomlArray, TomlTable, TomlNothing> value;
  int line = 0;

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  const TomlNode* find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  TomlNode node;
};

/// "a whole number", "a text", "a list", ...
std::string kind_of(const TomlNode& node);

/// The document; throws Error(invalid) with `shown_name` and the line where it is no TOML, or larger than 1 MiB.
TomlNode parse_toml(std::string_view text, const std::string& shown_name);

/// The node as JSON text, in order. `flaw` gets a sentence where something in it has no JSON form.
std::string to_json(const TomlNode& node, std::string& flaw);

}  // namespace kilter
