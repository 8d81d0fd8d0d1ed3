// SPDX-License-Identifier: MIT
#include "kilter/cli/yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

constexpr std::size_t largest_file = 1 << 20;
constexpr std::size_t deepest = 64;
constexpr std::size_t most_values = 100'000;  // those that an alias stands for counted each time

[[noreturn]] void fail(const std::string& name, int line, const std::string& what, std::vector<std::string> advice) {
  throw Error(ErrorKind::invalid, {}, fmt::format("{} line {}: {}", name, line, what), std::move(advice));
}

bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view unsigned_part(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

/// Digits with a point or an exponent: `1.`, `.5`, `1e-4`.
bool real_form(std::string_view text) {
  text = unsigned_part(text);
  const auto e = text.find_first_of("eE");
  if (e != text.npos && !digits(unsigned_part(text.substr(e + 1)))) return false;
  const auto mantissa = text.substr(0, e);
  const auto point = mantissa.find('.');
  if (point == mantissa.npos) return e != text.npos && digits(mantissa);
  const auto before = mantissa.substr(0, point), after = mantissa.substr(point + 1);
  return (before.empty() || digits(before)) && (after.empty() || digits(after)) && mantissa.size() > 1;
}

struct Extent {
  std::size_t values = 1;
  std::size_t height = 1;
};

Extent extent_of(const TomlNode& node) {
  Extent all;
  const auto add = [&](const TomlNode& child) {
    const Extent one = extent_of(child);
    all.values += one.values;
    all.height = std::max(all.height, one.height + 1);
  };
  if (const auto* array = node.as<TomlArray>())
    for (const auto& child : *array) add(child);
  if (const auto* table = node.as<TomlTable>())
    for (const auto& [key, child] : *table) add(child);
  return all;
}

/// Builds the tree from the parser's events, and refuses what is too much before it is built.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(const std::string& name) : name_(name) {}

  TomlNode take() {
    if (root_) return std::move(*root_);
    TomlNode nothing;
    nothing.line = 1;
    nothing.value = TomlNothing{};
    return nothing;
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) refuse(mark, "a second document begins here, and one is expected");
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark&, const std::string&) override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    TomlNode node = at(mark);
    node.value = TomlNothing{};
    put(mark, std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) refuse(mark, "this alias stands for something that contains it");
    const Extent extent = extent_of(found->second);
    if (open_.size() + extent.height > deepest) refuse(mark, too_deep());
    count(mark, extent.values);
    put(mark, found->second, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    TomlNode node = at(mark);
    if (tag == "!" || tag == "tag:yaml.org,2002:str")
      node.value = value;
    else if (tag == "?" || tag.empty() || tag.starts_with("tag:yaml.org,2002:"))
      guess(mark, value, node);
    else
      refuse(mark, fmt::format("the tag {} is not read", printable(tag, 60)));
    put(mark, std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, TomlArray{});
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, TomlTable{});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override {
    merge(std::get<TomlTable>(open_.back().node.value), open_.back().keys);
    close();
  }

 private:
  struct Open {
    TomlNode node;
    YAML::anchor_t anchor = 0;
    YAML::Mark mark;
    std::optional<std::string> key;  ///< of a table: its value comes next
    std::set<std::string> keys;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, const std::string& what) const {
    fail(name_, mark.line + 1, what, {});
  }
  static std::string too_deep() { return fmt::format("nested more than {} deep", deepest); }

  static TomlNode at(const YAML::Mark& mark) {
    TomlNode node;
    node.line = mark.line + 1;
    return node;
  }

  void count(const YAML::Mark& mark, std::size_t more) {
    values_ += more;
    if (values_ > most_values) refuse(mark, fmt::format("more than {} values, aliases counted", most_values));
  }

  void guess(const YAML::Mark& mark, const std::string& text, TomlNode& node) const {
    const auto too_large = [&] { refuse(mark, printable(text, 60) + " is too large a number"); };
    if (text == "true" || text == "True" || text == "TRUE") {
      node.value = true;
    } else if (text == "false" || text == "False" || text == "FALSE") {
      node.value = false;
    } else if (digits(unsigned_part(text))) {
      const auto whole = to_integer(text);
      if (!whole) too_large();
      node.value = static_cast<std::int64_t>(*whole);
    } else if (real_form(text)) {
      const auto real = to_double(text);
      if (!real || !std::isfinite(*real)) too_large();
      node.value = *real;
    } else if (unsigned_part(text) == ".inf" || unsigned_part(text) == ".Inf" || unsigned_part(text) == ".INF") {
      node.value = std::numeric_limits<double>::infinity() * (text.starts_with('-') ? -1 : 1);
    } else if (text == ".nan" || text == ".NaN" || text == ".NAN") {
      node.value = std::numeric_limits<double>::quiet_NaN();
    } else {
      node.value = text;
    }
  }

  template <class Container>
  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Container container) {
    if (!open_.empty() && open_.back().node.as<TomlTable>() && !open_.back().key)
      refuse(mark, "a key is a text, not a list or a table");
    if (open_.size() >= deepest) refuse(mark, too_deep());
    count(mark, 1);
    TomlNode node = at(mark);
    node.value = std::move(container);
    open_.push_back({std::move(node), anchor, mark, {}});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    place(done.mark, std::move(done.node), done.anchor);
  }

  void put(const YAML::Mark& mark, TomlNode node, YAML::anchor_t anchor) {
    count(mark, 1);
    place(mark, std::move(node), anchor);
  }

  void place(const YAML::Mark& mark, TomlNode node, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = node;
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& above = open_.back();
    if (auto* array = std::get_if<TomlArray>(&above.node.value)) {
      array->push_back(std::move(node));
      return;
    }
    auto& table = std::get<TomlTable>(above.node.value);
    if (!above.key) {
      above.key = key_of(mark, node);
      if (*above.key != "<<" && !above.keys.insert(*above.key).second)
        refuse(mark, fmt::format("{} stands here twice", printable(*above.key, 60)));
      return;
    }
    table.push_back({std::move(*above.key), std::move(node)});
    above.key.reset();
  }

  /// Keys may look like numbers; they are texts here.
  std::string key_of(const YAML::Mark& mark, const TomlNode& node) const {
    if (const auto* text = node.as<std::string>()) return *text;
    if (const auto* whole = node.as<std::int64_t>()) return std::to_string(*whole);
    if (const auto* real = node.as<double>()) return to_text(*real);
    if (const auto* boolean = node.as<bool>()) return *boolean ? "true" : "false";
    refuse(mark, "a key is a text, not " + kind_of(node));
  }

  /// `<<: *base` gives what the table does not say itself.
  void merge(TomlTable& table, std::set<std::string>& keys) const {
    TomlTable merged;
    for (const auto& [key, node] : table) {
      if (key != "<<") continue;
      const TomlArray one{node};
      for (const auto& base : node.as<TomlArray>() ? *node.as<TomlArray>() : one) {
        const auto* given = base.as<TomlTable>();
        if (!given) fail(name_, base.line, "<< takes a table, not " + kind_of(base), {});
        for (const auto& entry : *given)
          if (keys.insert(entry.key).second) merged.push_back(entry);
      }
    }
    std::erase_if(table, [](const auto& entry) { return entry.key == "<<"; });
    std::move(merged.begin(), merged.end(), std::back_inserter(table));
  }

  const std::string& name_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, TomlNode> anchors_;
  std::optional<TomlNode> root_;
  std::size_t values_ = 0;
  int documents_ = 0;
};

}  // namespace

TomlNode parse_yaml(std::string_view text, const std::string& shown_name) {
  if (text.size() > largest_file)
    throw Error(ErrorKind::invalid, fmt::format("{} has more than 1 MiB; this is no study file", shown_name));
  const std::vector<std::string> advice{"YAML is key: value, nested by spaces, never by tabs."};
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    Builder builder(shown_name);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const YAML::Exception& error) {
    fail(shown_name, error.mark.line + 1, printable(error.msg, 200), advice);
  }
}

}  // namespace kilter::cli
