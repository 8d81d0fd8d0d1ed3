// SPDX-License-Identifier: MIT
#include "kilter/cli/converted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/base/text.hpp"
#include "kilter/space/value.hpp"

namespace kilter::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string toml_text(const std::string& text) { return to_json(Value(text)); }

/// Strings of JSON are strings of TOML; tables are written differently.
std::string inline_toml(const Json& json) {
  std::vector<std::string> parts;
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) parts.push_back(key + " = " + inline_toml(value));
    return "{ " + join(parts, ", ") + " }";
  }
  if (!json.is_array()) return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  for (const auto& element : json) parts.push_back(inline_toml(element));
  return "[" + join(parts, ", ") + "]";
}

/// A name with a dot would be a table if it stood without quotes.
std::string key_text(const std::string& name) {
  const bool bare = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? name : toml_text(name);
}

void put_list(std::string& text, const char* key, const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const auto& word : words) quoted.push_back(toml_text(word));
  text += quoted.size() == 1 ? fmt::format("{} = {}\n", key, quoted.front())
                             : fmt::format("{} = [{}]\n", key, join(quoted, ", "));
}

std::string objective(const Converted& converted) {
  std::string text = "\n[objective]\n";
  // The first goal is the one that trials are ranked by.
  const bool first = !converted.goals.empty() && converted.goals.front().second;
  for (const bool maximize : {first, !first}) {
    std::vector<std::string> metrics;
    for (const auto& [metric, more] : converted.goals)
      if (more == maximize) metrics.push_back(metric);
    if (!metrics.empty()) put_list(text, maximize ? "maximize" : "minimize", metrics);
  }
  return text;
}

std::string space(const std::vector<Parameter>& parameters) {
  std::size_t longest = 0;
  for (const auto& parameter : parameters) longest = std::max(longest, key_text(parameter.name).size());
  std::string text = "\n[space]\n";
  for (const auto& parameter : parameters)
    text +=
        fmt::format("{:{}} = {}\n", key_text(parameter.name), longest, inline_toml(Json::parse(to_json(parameter))));
  return text;
}

std::string budget(const Converted& converted) {
  if (!converted.trials && converted.epochs.empty()) return {};
  std::string text = "\n[budget]\n";
  if (converted.trials) text += fmt::format("trials = {}\n", *converted.trials);
  if (converted.epochs.size() == 1) text += fmt::format("epochs = {}\n", to_text(converted.epochs.front()));
  if (converted.epochs.size() == 2)
    text += fmt::format("epochs = [{}, {}]\n", to_text(converted.epochs[0]), to_text(converted.epochs[1]));
  return text;
}

}  // namespace

std::vector<std::string> losses(const Converted& converted) {
  auto sorted = converted.lost;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Loss& a, const Loss& b) { return a.line < b.line; });
  std::vector<std::string> lines;
  for (const auto& [line, what] : sorted) lines.push_back(fmt::format("line {}: {}", line, what));
  return lines;
}

std::string literal_word(const std::string& word) {
  std::string out;
  for (const char c : word) out += c == '{' || c == '}' ? std::string(2, c) : std::string(1, c);
  return out;
}

std::string free_parameter_name(const std::string& name) {
  return name == "epochs" || name == "epoch" ? name + "_" : name;
}

std::string text_of(const ShownFile& file, const TomlNode& node, const std::string& key) {
  const auto* found = node.as<std::string>();
  if (!found) file.fail(node.line, fmt::format("{} is a text, not {}", printable(key, 60), kind_of(node)));
  return *found;
}

double number_of(const ShownFile& file, const TomlNode& node, const std::string& key) {
  std::optional<double> value;
  if (const auto* whole = node.as<std::int64_t>()) value = static_cast<double>(*whole);
  if (const auto* real = node.as<double>()) value = *real;
  if (const auto* words = node.as<std::string>()) value = to_double(*words);
  if (!value || !std::isfinite(*value))
    file.fail(node.line, fmt::format("{} is a number, not {}", printable(key, 60), kind_of(node)));
  return *value;
}

std::string to_toml(const Converted& converted, const std::string& shown_name) {
  std::string text =
      fmt::format("# Made by kilter convert from {}, a {}; change what you like.\n", shown_name, converted.kind);
  if (!converted.lost.empty()) {
    text += "# Not carried over, or not quite as it was:\n";
    for (const auto& line : losses(converted)) text += "#   " + printable(line, 400) + "\n";
  }
  if (converted.name) text += "name = " + toml_text(*converted.name) + "\n";
  if (converted.note) text += "note = " + toml_text(*converted.note) + "\n";
  if (converted.sampler) text += "sampler = " + *converted.sampler + "\n";
  if (converted.scheduler) text += "scheduler = " + *converted.scheduler + "\n";
  if (!converted.command.empty()) {
    text += "\n[command]\n";
    std::vector<std::string> words;
    for (const auto& word : converted.command) words.push_back(toml_text(word));
    text += fmt::format("run = [{}]\n", join(words, ", "));
  }
  if (!converted.goals.empty()) text += objective(converted);
  text += space(converted.parameters);
  text += budget(converted);
  if (converted.jobs) text += fmt::format("\n[resources]\njobs = {}\n", *converted.jobs);
  return text;
}

}  // namespace kilter::cli
