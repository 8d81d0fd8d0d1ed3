// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_table.hpp"

#include <algorithm>
#include <cctype>

#include "kilter/base/text.hpp"
#include "kilter/executors/metric_scan.hpp"
#include "kilter/executors/metric_words.hpp"

namespace kilter {
namespace {

using Fields = std::vector<std::string_view>;
constexpr std::size_t most_fields = 100;
constexpr std::size_t most_rows = 500;

bool letter_or_wide(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

/// The bytes of the bar at the front of the text: `|`, or one of the box drawings U+2502, U+2503, U+2551.
std::size_t bar_at(std::string_view text) {
  if (text.starts_with('|')) return 1;
  for (const std::string_view bar : {"\xE2\x94\x82", "\xE2\x94\x83", "\xE2\x95\x91"})
    if (text.starts_with(bar)) return bar.size();
  return 0;
}

/// The cells between bars, with their blanks; empty where the line neither begins nor ends with one.
Fields cells_of(std::string_view line) {
  Fields cells;
  const std::size_t first = bar_at(line);
  if (first == 0) return {};
  std::size_t begin = first;
  for (std::size_t at = first; at < line.size() && cells.size() < most_fields;) {
    const std::size_t bar = bar_at(line.substr(at));
    if (bar > 0) cells.push_back(line.substr(begin, at - begin)), begin = at + bar;
    at += std::max<std::size_t>(bar, 1);
  }
  if (begin != line.size()) return {};
  return cells;
}

/// A line of dashes, equals signs or box drawings alone (U+2500 to U+257F), with bars and blanks between them.
bool is_rule(std::string_view line) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < line.size(); ++length) {
    if (std::string_view("-=+|: ").find(line[at]) != std::string_view::npos)
      ++at;
    else if (line[at] == '\xE2' && at + 2 < line.size() && (line[at + 1] == '\x94' || line[at + 1] == '\x95'))
      at += 3;
    else
      return false;
  }
  return length >= 4;
}

/// Parts between blanks: between single ones, or only between runs of two and more.
Fields split_at_blanks(std::string_view line, std::size_t least) {
  Fields fields;
  for (std::size_t at = 0; at < line.size() && fields.size() < most_fields;) {
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
    std::size_t end = at, blanks = 0;
    for (; end < line.size() && blanks < least; ++end)
      blanks = line[end] == '\t' ? least : line[end] == ' ' ? blanks + 1 : 0;
    const auto field = trim(line.substr(at, end - at));
    if (!field.empty()) fields.push_back(field);
    at = end;
  }
  return fields;
}

Fields trimmed(Fields fields) {
  for (auto& field : fields) field = trim(field);
  return fields;
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > longest_metric_name || (!letter_or_wide(text[0]) && text[0] != '_')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return letter_or_wide(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_-./@%()").find(c) != std::string_view::npos;
  });
}

/// Words of a cell as one name: "macro avg" is macro_avg.
std::string joined(std::string_view text) {
  std::string name(trim(text));
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::optional<double> number_of(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  return to_double(text);
}

/// A step as `3/10`.
std::optional<double> step_of(std::string_view text) {
  const auto slash = text.find('/');
  return slash == text.npos || !to_double(text.substr(slash + 1)) ? std::nullopt : to_double(text.substr(0, slash));
}

}  // namespace

std::optional<Metrics> MetricTable::feed(std::string_view line) {
  taken_ = true;
  if (trim(line).empty()) {
    taken_ = false;
    return flush();
  }
  if (is_rule(line)) {
    ruled_ = true;
    return pending_.empty() ? std::nullopt : flush();
  }
  const auto cells = cells_of(trim(line));
  if (cells.size() == 2 && box_row(cells)) return {};
  if (ruled_ && cells.empty() && ruled_row(line)) return {};
  auto before = flush();
  Fields fields = trimmed(cells);
  char separator = '|';
  if (fields.empty() && line.find(',') != line.npos && line.find(' ') == line.npos)
    fields = trimmed(split(line, ',')), separator = ',';
  const bool blanks = fields.empty();
  if (blanks) fields = split_at_blanks(line, 2), separator = ' ';
  if (heading(fields)) {
    separator_ = separator;
    return before;
  }
  if (!heading_.empty() && separator == separator_) {
    auto found = row(fields);
    if (!found && blanks) found = labelled(fields);
    if (!found && blanks) found = row(split_at_blanks(line, 1));
    if (found) return found;
  }
  taken_ = false;
  return before;
}

bool MetricTable::may_take(std::string_view line) const {
  return !heading_.empty() || !pending_.empty() || line.find("  ") != line.npos ||
         line.find_first_of("\t|,\xE2-=") != line.npos;
}

std::optional<Metrics> MetricTable::finish() { return flush(); }

std::optional<Metrics> MetricTable::flush() {
  ruled_ = false;
  section_.clear();
  if (pending_.empty()) return {};
  Metrics all;
  all.swap(pending_);
  return all;
}

bool MetricTable::box_row(const Fields& cells) {
  const auto name = trim(cells[0]), text = trim(cells[1]);
  const auto indent = cells[0].find_first_not_of(' ');
  if (text.empty() && name.ends_with('/')) {
    section_ = name;
    section_indent_ = indent;
    return true;
  }
  const auto value = number_of(text);
  if (!value || name.empty() || !letter_or_wide(name[0]) || pending_.size() >= most_rows) return false;
  const std::string inner = joined(name);
  if (!section_.empty() && indent <= section_indent_) section_.clear();
  pending_.push_back({section_ + inner, *value});
  return true;
}

/// `    test_acc          0.93` between two rules, with the heading of such a table before it.
bool MetricTable::ruled_row(std::string_view line) {
  const Fields fields = split_at_blanks(line, 2);
  if (fields.size() != 2 || heading_.size() > 2) return false;
  const auto value = to_double(fields[1]);
  if (!value || !is_name(fields[0]) || pending_.size() >= most_rows) return false;
  pending_.push_back({std::string(fields[0]), *value});
  return true;
}

bool MetricTable::heading(const Fields& fields) {
  if (fields.size() < 2 || !std::all_of(fields.begin(), fields.end(), is_name)) return false;
  const auto steps = step_names({});
  const bool telling = std::any_of(fields.begin(), fields.end(), [&](std::string_view field) {
    return like_a_metric(field) ||
           std::any_of(steps.begin(), steps.end(), [&](const auto& step) { return same_letters(step, field); });
  });
  if (!telling) return false;
  heading_.assign(fields.begin(), fields.end());
  return true;
}

std::optional<Metrics> MetricTable::row(Fields fields) const {
  // A table of pandas has the number of the row before the columns; in one of classes that is the class.
  const bool of_classes = heading_.back() == "support";
  if (fields.size() == heading_.size() + 1 && to_integer(fields[0]) && !of_classes) fields.erase(fields.begin());
  if (fields.size() != heading_.size()) return {};
  Metrics found;
  std::size_t empty = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto value = number_of(fields[i]);
    if (!value) value = step_of(fields[i]);
    if (value) found.push_back({heading_[i], *value});
    if (fields[i].empty() || fields[i] == "-") ++empty;
  }
  if (found.empty() || 2 * (found.size() + empty) < fields.size()) return {};
  return found;
}

/// `macro avg   0.95   0.95   0.95   360`, and `accuracy   0.95   360`.
std::optional<Metrics> MetricTable::labelled(const Fields& fields) const {
  if (fields.size() < 2 || fields.size() > heading_.size() + 1 || !letter_or_wide(fields[0][0])) return {};
  const std::string label = joined(fields[0]);
  Metrics found;
  for (std::size_t i = 1; i < fields.size(); ++i) {
    const auto value = number_of(fields[i]);
    if (!value) return {};
    const bool whole = fields.size() == heading_.size() + 1;
    if (whole || i == 1) found.push_back({whole ? label + "/" + heading_[i - 1] : label, *value});
  }
  return found;
}

}  // namespace kilter
