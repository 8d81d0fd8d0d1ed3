// SPDX-License-Identifier: MIT
#include "kilter/setup/toml_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/setup/tomlplusplus.hpp"
#include "kilter/space/value.hpp"

namespace kilter {
namespace {

constexpr std::size_t largest_file = 1 << 20;

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

template <class T>
TomlTime time_text(const T& value) {
  std::ostringstream out;
  out << value;
  return {out.str()};
}

TomlNode convert(const toml::node& node) {
  TomlNode result;
  result.line = line_of(node);
  switch (node.type()) {
    case toml::node_type::boolean: result.value = node.as_boolean()->get(); break;
    case toml::node_type::integer: result.value = node.as_integer()->get(); break;
    case toml::node_type::floating_point: result.value = node.as_floating_point()->get(); break;
    case toml::node_type::string: result.value = node.as_string()->get(); break;
    case toml::node_type::date: result.value = time_text(node.as_date()->get()); break;
    case toml::node_type::time: result.value = time_text(node.as_time()->get()); break;
    case toml::node_type::date_time: result.value = time_text(node.as_date_time()->get()); break;
    case toml::node_type::array: {
      TomlArray array;
      for (const auto& element : *node.as_array()) array.push_back(convert(element));
      result.value = std::move(array);
      break;
    }
    default: {
      // The library sorts keys; people mean the order in which they wrote them.
      std::vector<std::pair<toml::source_position, TomlEntry>> members;
      for (const auto& [key, value] : *node.as_table()) {
        const auto& at = key.source().begin ? key.source().begin : value.source().begin;
        members.push_back({at, {std::string(key.str()), convert(value)}});
      }
      std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      TomlTable table;
      for (auto& member : members) table.push_back(std::move(member.second));
      result.value = std::move(table);
    }
  }
  return result;
}

void write_text(std::string& out, const std::string& text) { out += to_json(Value(text)); }

void write(std::string& out, const TomlNode& node, std::string& flaw) {
  if (const auto* boolean = node.as<bool>()) {
    out += *boolean ? "true" : "false";
  } else if (const auto* whole = node.as<std::int64_t>()) {
    out += std::to_string(*whole);
  } else if (const auto* real = node.as<double>()) {
    if (!std::isfinite(*real)) flaw = to_text(*real) + " is no finite number";
    out += std::isfinite(*real) ? to_json(Value(*real)) : "null";
  } else if (const auto* text = node.as<std::string>()) {
    write_text(out, *text);
  } else if (const auto* time = node.as<TomlTime>()) {
    flaw = time->text + " is a date or a time; write it in quotes if a text is meant";
    out += "null";
  } else if (node.as<TomlNothing>()) {
    flaw = "there is a value missing";
    out += "null";
  } else if (const auto* array = node.as<TomlArray>()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      write(out, (*array)[i], flaw);
    }
    out += ']';
  } else {
    const auto& table = std::get<TomlTable>(node.value);
    out += '{';
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (i > 0) out += ',';
      write_text(out, table[i].key);
      out += ':';
      write(out, table[i].node, flaw);
    }
    out += '}';
  }
}

}  // namespace

const TomlNode* TomlNode::find(std::string_view key) const {
  const auto* table = as<TomlTable>();
  if (!table) return nullptr;
  const auto found = std::find_if(table->begin(), table->end(), [&](const auto& member) { return member.key == key; });
  return found == table->end() ? nullptr : &found->node;
}

std::string kind_of(const TomlNode& node) {
  static constexpr const char* kinds[] = {"true or false",  "a whole number", "a number", "a text",
                                          "a date or time", "a list",         "a table",  "nothing"};
  return kinds[node.value.index()];
}

TomlNode parse_toml(std::string_view text, const std::string& shown_name) {
  if (text.size() > largest_file)
    throw Error(ErrorKind::invalid, fmt::format("{} has more than 1 MiB; this is no study file", shown_name));
  const auto parsed = toml::parse(text);
  if (!parsed) {
    const auto& error = parsed.error();
    throw Error(ErrorKind::invalid, {},
                fmt::format("{} line {}: {}", shown_name, error.source().begin.line,
                            printable(std::string(error.description()), 300)),
                {"A study file is TOML: texts in quotes, lists as [1, 2], one key = value a line.",
                 "An example: kilter help run"});
  }
  return convert(parsed.table());
}

std::string to_json(const TomlNode& node, std::string& flaw) {
  std::string out;
  write(out, node, flaw);
  return out;
}

}  // namespace kilter
