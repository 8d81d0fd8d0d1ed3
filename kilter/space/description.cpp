// SPDX-License-Identifier: MIT
// Parameters and spaces in the form of the study file, as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"
#include "kilter/space/json_text.hpp"
#include "kilter/space/range_words.hpp"
#include "kilter/space/space.hpp"

namespace kilter {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 8;
constexpr std::array<std::string_view, 7> extras = {"default", "or", "step", "when", "role", "was", "ordered"};

Json parsed(std::string_view text) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest) throw Error(ErrorKind::invalid, "a description of a space is never nested so deeply");
    return true;
  };
  Json json = Json::parse(text.begin(), text.end(), shallow, false);
  if (json.is_discarded()) throw Error(ErrorKind::invalid, fmt::format("this is no JSON: {}", printable(text, 120)));
  return json;
}

/// Reads one parameter; keeps the name for the messages.
class Description {
 public:
  Description(std::string_view name, const Json& json) : name_(name), json_(json) {}

  Parameter read() const {
    if (json_.is_string()) return parse_range(name_, json_.get_ref<const std::string&>());
    Parameter p;
    p.name = std::string(name_);
    if (json_.is_object())
      object(p);
    else if (json_.is_array())
      p.kind = Kind::categorical, p.choices = list(json_, "choice");
    else
      p.kind = Kind::fixed, p.choices = {value(json_, "fixed")};
    check(p, Form::file);
    return p;
  }

 private:
  [[noreturn]] void fail(std::string_view what, std::vector<std::string> advice = {}) const {
    const auto shown = json_.dump(-1, ' ', false, Json::error_handler_t::replace);
    throw Error(ErrorKind::invalid, {}, fmt::format("{} = {}   {}", printable(name_, 60), printable(shown, 120), what),
                std::move(advice));
  }

  Value value(const Json& json, std::string_view key) const {
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_float()) return json.get<double>();
    if (json.is_number_unsigned() && json.get<std::uint64_t>() > 0x7FFFFFFFFFFFFFFFull)
      fail(fmt::format("{} is too large a number", key));
    if (json.is_number()) return json.get<std::int64_t>();
    if (json.is_string()) return json.get<std::string>();
    fail(fmt::format("{} must be a number, a text, true or false", key));
  }

  std::vector<Value> list(const Json& json, std::string_view key) const {
    if (!json.is_array()) fail(fmt::format("{} takes a list, as in [1, 2]", key));
    std::vector<Value> values;
    for (const auto& element : json) values.push_back(value(element, key));
    return values;
  }

  double number(const Json& json, std::string_view key) const {
    if (!json.is_number()) fail(fmt::format("{} must be a number", key));
    return json.get<double>();
  }

  std::string text(const Json& json, std::string_view key) const {
    if (!json.is_string()) fail(fmt::format("{} must be a text in quotes", key));
    return json.get<std::string>();
  }

  void object(Parameter& p) const {
    const RangeWord* word = nullptr;
    for (const auto& [key, content] : json_.items()) {
      const RangeWord* found = key == "ordered" && content.is_boolean() ? nullptr : find_range_word(key);
      if (found && word)
        fail(fmt::format("both {} and {}: which range is it?", word->word, key),
             {"A log range of integers is called logint."});
      if (found)
        word = found;
      else if (std::find(extras.begin(), extras.end(), key) == extras.end())
        no_such(key);
    }
    if (!word)
      fail("names no range", {"For example { float = [0, 1] }, { log = [1e-4, 1] }, { choice = [\"a\", \"b\"] }"});
    word->start(p);
    range(p, *word, json_.at(std::string(word->word)));
    for (const auto& [key, content] : json_.items())
      if (key != word->word) extra(p, key, content);
  }

  [[noreturn]] void no_such(const std::string& key) const {
    std::vector<std::string> known(extras.begin(), extras.end());
    for (const auto& word : range_words()) known.emplace_back(word.word);
    auto meant = suggest_range_word(key);
    if (const auto near = nearest(key, known)) meant = near;
    fail(fmt::format("\"{}\" is not known here", printable(key, 60)),
         {meant ? fmt::format("Did you mean {}?", *meant) : "Known are: " + join(known, ", ")});
  }

  void range(Parameter& p, const RangeWord& word, const Json& content) const {
    if (p.kind == Kind::boolean) {
      if (content != Json(true)) fail("is written { bool = true }; a default goes into default = false");
    } else if (p.kind == Kind::fixed) {
      p.choices = {value(content, word.word)};
    } else if (p.kind == Kind::real || p.kind == Kind::integer) {
      if (!content.is_array() || content.size() != 2) fail(fmt::format("{} takes two numbers: [low, high]", word.word));
      word.set_ends(p, number(content[0], word.word), number(content[1], word.word));
    } else {
      p.choices = list(content, word.word);
    }
  }

  void extra(Parameter& p, const std::string& key, const Json& content) const {
    if (key == "default")
      p.fallback = value(content, key);
    else if (key == "was")
      p.was = value(content, key);
    else if (key == "or")
      p.beside = number(content, key);
    else if (key == "step")
      p.step = number(content, key);
    else if (key == "when")
      p.when = text(content, key);
    else if (key == "role")
      p.role = text(content, key);
    else if (key == "ordered" && content.get<bool>()) {
      if (p.kind != Kind::categorical) fail("ordered = true belongs to a choice");
      p.kind = Kind::ordinal;
    }
  }

  std::string_view name_;
  const Json& json_;
};

std::string number_text(const Parameter& p, double x) {
  const bool whole = p.kind == Kind::integer && std::trunc(x) == x && std::abs(x) <= 0x1p53;
  return whole ? to_json(Value(static_cast<std::int64_t>(x))) : to_json(Value(x));
}

std::string range_text(const Parameter& p) {
  const auto word = range_word(p);
  std::vector<std::string> parts;
  parts.reserve(p.choices.size());
  for (const auto& choice : p.choices) parts.push_back(to_json(choice));
  switch (p.kind) {
    case Kind::boolean: return "\"bool\":true";
    case Kind::fixed: return "\"fixed\":" + join(parts, ",");
    case Kind::ordinal: return fmt::format("\"choice\":[{}],\"ordered\":true", join(parts, ","));
    case Kind::categorical: return fmt::format("\"choice\":[{}]", join(parts, ","));
    default: break;
  }
  const bool flipped = word == "one_minus_log";
  return fmt::format("\"{}\":[{},{}]", word, number_text(p, flipped ? one_minus(p.high) : p.low),
                     number_text(p, flipped ? one_minus(p.low) : p.high));
}

}  // namespace

Parameter parameter_from_json(std::string_view name, std::string_view json) {
  const Json tree = parsed(json);
  return Description(name, tree).read();
}

std::string to_json(const Parameter& p) {
  std::string text = "{" + range_text(p);
  const auto add = [&](std::string_view key, const std::string& value) {
    text += fmt::format(",\"{}\":{}", key, value);
  };
  if (p.step != 0) add("step", number_text(p, p.step));
  if (p.beside) add("or", number_text(p, *p.beside));
  if (p.fallback) add("default", to_json(*p.fallback));
  if (!p.when.empty()) add("when", to_json(Value(p.when)));
  if (!p.role.empty()) add("role", to_json(Value(p.role)));
  if (p.was) add("was", to_json(*p.was));
  return text + "}";
}

std::string to_json(const Space& space) {
  std::string text = "{\"space\":{";
  const auto member = [&](bool first, const std::string& name, const std::string& value) {
    if (!first) text += ',';
    append_quoted(text, name);
    text += ':' + value;
  };
  for (std::size_t i = 0; i < space.size(); ++i) member(i == 0, space[i].name, to_json(space[i]));
  text += "},\"constraints\":{";
  const auto& constraints = space.constraints();
  for (std::size_t i = 0; i < constraints.size(); ++i)
    member(i == 0, constraints[i].name, to_json(Value(constraints[i].expression)));
  return text + "}}";
}

Space space_from_json(std::string_view json) {
  const Json tree = parsed(json);
  const auto space = tree.find("space");
  if (!tree.is_object() || space == tree.end() || !space->is_object())
    throw Error(ErrorKind::invalid, "a space is described by {\"space\":{...}}");
  std::vector<Parameter> parameters;
  for (const auto& [name, description] : space->items()) parameters.push_back(Description(name, description).read());
  std::vector<Constraint> constraints;
  const auto rules = tree.find("constraints");
  if (rules != tree.end() && !rules->is_object())
    throw Error(ErrorKind::invalid, "constraints are a table of names and expressions");
  if (rules != tree.end())
    for (const auto& [name, rule] : rules->items()) {
      if (!rule.is_string())
        throw Error(ErrorKind::invalid,
                    fmt::format("constraint {} must be an expression in quotes", printable(name, 60)));
      constraints.push_back({name, rule.get<std::string>()});
    }
  return Space(std::move(parameters), std::move(constraints));
}

}  // namespace kilter
