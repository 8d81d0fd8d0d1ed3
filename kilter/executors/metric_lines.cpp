// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_lines.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/executors/metric_scan.hpp"

namespace kilter {
namespace {

constexpr std::size_t most_names = 200;

enum : unsigned char { line_end = 1, separator = 2, digit = 4, letter = 8, control = 16 };

constexpr std::array<unsigned char, 256> line_kinds = [] {
  std::array<unsigned char, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = letter;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = letter;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = digit;
  table['\n'] = table['\r'] = line_end;
  table['='] = table[':'] = table['{'] = separator;
  table['\x1B'] = table['\b'] = control;
  return table;
}();

/// Most output holds no number with a name; only lines that may are read.
bool worth_reading(unsigned seen) { return (seen & separator) != 0 || ((seen & digit) != 0 && (seen & letter) != 0); }

/// The end of the escape sequence (ECMA-48) that begins at `at`.
std::size_t skip_escape(std::string_view line, std::size_t at) {
  if (at + 1 >= line.size()) return line.size();
  const char kind = line[at + 1];
  at += 2;
  if (kind == '[')
    while (at < line.size() && (line[at] < '@' || line[at] > '~')) ++at;
  else if (kind == ']')
    while (at < line.size() && line[at] != '\a' && line[at] != '\x1B') ++at;
  else
    return at;
  return std::min(at + 1, line.size());
}

std::string plain(std::string_view line) {
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] == '\x1B') {
      at = skip_escape(line, at);
    } else {
      if (line[at] != '\b') text += line[at];
      ++at;
    }
  }
  return text;
}

/// Equal to the last bit, so that NaN equals itself.
bool same(const FoundReport& a, const FoundReport& b) {
  const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  return a.step == b.step && std::equal(a.metrics.begin(), a.metrics.end(), b.metrics.begin(), b.metrics.end(),
                                        [&](const Metric& x, const Metric& y) {
                                          return x.name == y.name && bits(x.value) == bits(y.value);
                                        });
}

}  // namespace

MetricLines::MetricLines(const std::string& step, std::vector<std::string> wanted)
    : step_names_(step_names(step)), wanted_(std::move(wanted)) {}

std::vector<FoundReport> MetricLines::feed(std::string_view chunk) {
  std::vector<FoundReport> found;
  while (!chunk.empty()) {
    std::size_t length = 0;
    unsigned seen = 0;
    for (; length < chunk.size(); ++length) {
      const unsigned kind = line_kinds[static_cast<unsigned char>(chunk[length])];
      if (kind == line_end) break;
      seen |= kind;
    }
    const bool ended = length < chunk.size();
    const bool drawn_over = ended && chunk[length] == '\r';
    overlong_ = overlong_ || line_.size() + length > longest_line;
    if (overlong_)
      line_.clear();
    else if (ended && line_.empty())
      take(chunk.substr(0, length), seen, drawn_over, found);
    else
      line_.append(chunk.substr(0, length));
    seen_ |= seen;
    if (!ended) break;
    if (!line_.empty()) take(line_, seen_, drawn_over, found);
    line_.clear();
    seen_ = 0;
    overlong_ = false;
    redrawn_ = drawn_over;
    chunk.remove_prefix(length + 1);
  }
  return found;
}

std::vector<FoundReport> MetricLines::finish() {
  std::vector<FoundReport> found;
  take(line_, seen_, false, found);
  take_table(table_.finish(), found);
  line_.clear();
  seen_ = 0;
  overlong_ = false;
  return found;
}

void MetricLines::take(std::string_view line, unsigned seen, bool drawn_over, std::vector<FoundReport>& found) {
  const bool readable = worth_reading(seen);
  if (!readable && !table_.may_take(line)) return;
  std::string kept;
  if ((seen & control) != 0) line = kept = plain(line);
  auto report = readable ? read(line) : std::nullopt;
  if (!report || report->metrics.empty()) return drawn_over ? void() : take_table(table_.feed(line), found);
  if (redrawn_ && same(*report, last_)) return;
  // Only what is drawn over can be drawn again.
  if (drawn_over) {
    last_ = *report;
  } else {
    last_.metrics.clear();
    take_table(table_.finish(), found);
  }
  found.push_back(std::move(*report));
}

void MetricLines::take_table(std::optional<Metrics> numbers, std::vector<FoundReport>& found) {
  if (!numbers) return;
  FoundReport report{{}, std::move(*numbers)};
  settle_step(report, step_names_);
  settle(report);
  if (!report.metrics.empty()) found.push_back(std::move(report));
}

std::optional<FoundReport> MetricLines::read(std::string_view line) {
  line = trim(line);
  constexpr std::string_view mark = "::kilter";
  if (line.starts_with(mark)) line = trim(line.substr(mark.size()));
  std::optional<FoundReport> report;
  if (line.starts_with('{')) report = report_from_json(line, step_names_);
  if (!report) report = pairs_of(line);
  settle(*report);
  return report;
}

FoundReport MetricLines::pairs_of(std::string_view line) {
  FoundReport report;
  const auto step = scan_step(line, step_names_);
  if (step) report.step = step->value;
  pairs_.clear();
  scan_pairs(line, pairs_);
  for (const auto& pair : pairs_) {
    if ((step && pair.name == step->name) || (pair.sentence && !is_wanted(pair.name))) continue;
    report.metrics.push_back({std::string(pair.name), pair.value});
  }
  for (const auto& pair : pairs_) {
    const std::string name = std::string(pair.name) + "_se";
    const bool told = std::any_of(pairs_.begin(), pairs_.end(), [&](const auto& other) { return other.name == name; });
    if (pair.error && !told && !pair.sentence) report.metrics.push_back({name, *pair.error});
  }
  return report;
}

void MetricLines::settle(FoundReport& report) {
  if (report.step) current_step_ = report.step;
  report.step = current_step_;
  std::erase_if(report.metrics, [&](const Metric& metric) { return !follow(metric.name); });
}

bool MetricLines::is_wanted(std::string_view name) const {
  return std::find(wanted_.begin(), wanted_.end(), name) != wanted_.end();
}

bool MetricLines::follow(const std::string& name) {
  if (known_.contains(name)) return true;
  if ((known_.size() >= most_names && !is_wanted(name)) || printable(name, 2 * longest_metric_name) != name)
    return false;
  known_.insert(name);
  names_.push_back(name);
  return true;
}

void settle_step(FoundReport& report, std::span<const std::string> names) {
  const auto found = [&](const std::string& step, bool last_part) {
    return std::find_if(report.metrics.begin(), report.metrics.end(), [&](const Metric& metric) {
      std::string_view name = metric.name;
      const auto slash = name.rfind('/');
      if (last_part && (slash == name.npos || name.find("best") != name.npos)) return false;
      if (last_part) name.remove_prefix(slash + 1);
      return same_letters(name, step) && std::isfinite(metric.value);
    });
  };
  for (const bool last_part : {false, true})
    for (const auto& step : names)
      if (const auto at = found(step, last_part); at != report.metrics.end()) {
        report.step = at->value;
        report.metrics.erase(at);
        return;
      }
}

}  // namespace kilter
