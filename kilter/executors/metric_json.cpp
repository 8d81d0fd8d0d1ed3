// SPDX-License-Identifier: MIT
#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/base/text.hpp"
#include "kilter/executors/metric_lines.hpp"
#include "kilter/executors/metric_scan.hpp"

namespace kilter {
namespace {

/// Collects the numbers of an object as they are parsed, without a tree: memory and time are bounded by the text.
class Numbers : public nlohmann::json_sax<nlohmann::json> {
 public:
  const Metrics& found() const { return found_; }

  bool null() override { return scalar(); }
  bool boolean(bool) override { return scalar(); }
  bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return number(value); }
  bool string(string_t& text) override {
    const auto value = to_double(trim(text));
    return value ? number(*value) : scalar();
  }
  bool binary(binary_t&) override { return scalar(); }
  bool start_object(std::size_t) override {
    if (!open_.empty() && open_.back().array) ++ignored_;
    open_.push_back({false, key_.size()});
    return true;
  }
  bool key(string_t& name) override {
    key_.resize(open_.back().prefix);
    if (!key_.empty()) key_ += '/';
    if (key_.size() <= longest_metric_name) key_ += name.substr(0, longest_metric_name + 1);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override {
    if (open_.empty()) return false;
    ++ignored_;
    open_.push_back({true, key_.size()});
    return true;
  }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }

 private:
  struct Open {
    bool array;
    std::size_t prefix;
  };

  /// A scalar alone is no object.
  bool scalar() const { return !open_.empty(); }
  bool number(double value) {
    if (!scalar()) return false;
    if (ignored_ == 0 && !key_.empty() && key_.size() <= longest_metric_name && found_.size() < most_pairs)
      found_.push_back({key_, value});
    return true;
  }
  bool close() {
    const Open top = open_.back();
    open_.pop_back();
    if (top.array || (!open_.empty() && open_.back().array)) --ignored_;
    key_.resize(std::min(key_.size(), top.prefix));
    return true;
  }

  std::string key_;
  std::vector<Open> open_;
  int ignored_ = 0;  ///< arrays around this place
  Metrics found_;
};

/// NaN, Infinity and -Infinity, which Python writes bare, in quotes.
std::string with_quoted_words(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto rest = text.substr(at);
    if (quoted && rest[0] == '\\' && rest.size() > 1) {
      out += rest.substr(0, 2);
      ++at;
      continue;
    }
    if (rest[0] == '"') quoted = !quoted;
    std::string_view word;
    if (!quoted)
      for (const std::string_view w : {"NaN", "Infinity", "-Infinity"})
        if (rest.starts_with(w)) word = w;
    if (word.empty()) {
      out += rest[0];
    } else {
      out.append("\"").append(word).append("\"");
      at += word.size() - 1;
    }
  }
  return out;
}

std::optional<Metrics> numbers_in(std::string_view text) {
  Numbers numbers;
  if (nlohmann::json::sax_parse(text, &numbers)) return numbers.found();
  if (text.find("NaN") == text.npos && text.find("Infinity") == text.npos) return {};
  Numbers again;
  if (nlohmann::json::sax_parse(with_quoted_words(text), &again)) return again.found();
  return {};
}

}  // namespace

std::optional<FoundReport> report_from_json(std::string_view text, std::string_view step) {
  return report_from_json(text, step_names(step));
}

std::optional<FoundReport> report_from_json(std::string_view text, std::span<const std::string> names) {
  text = trim(text);
  if (!text.starts_with('{')) return {};
  auto numbers = numbers_in(text);
  if (!numbers) return {};
  FoundReport report{{}, std::move(*numbers)};
  settle_step(report, names);
  return report;
}

std::string to_json(const FoundReport& report) {
  using nlohmann::json;
  const auto number = [](double value) { return std::isfinite(value) ? to_text(value) : "\"" + to_text(value) + "\""; };
  std::string text = "{";
  const auto add = [&](const std::string& name, double value) {
    if (text.size() > 1) text += ',';
    text += json(name).dump(-1, ' ', false, json::error_handler_t::replace) + ":" + number(value);
  };
  if (report.step) add("step", *report.step);
  for (const auto& metric : report.metrics) add(metric.name, metric.value);
  return text + "}";
}

}  // namespace kilter
