// SPDX-License-Identifier: MIT
// The inline form of a range: `log(1e-4,1) or 0.0 = 0.1`.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"
#include "kilter/space/parameter.hpp"
#include "kilter/space/range_words.hpp"

namespace kilter {
namespace {

constexpr const char* forms =
    "Ranges: float(0,1) log(1e-4,1) int(16,256,16) logint(1,64) choice(a,b) ordered(1,2,4) bool logit(0.5,0.999) "
    "one_minus_log(1e-4,0.1) fixed(8)";

class RangeParser {
 public:
  RangeParser(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  Parameter parse() {
    const std::string word(identifier());
    const RangeWord* known = find_range_word(word);
    if (!known) no_such(word);
    Parameter p;
    p.name = std::string(name_);
    known->start(p);
    const auto values = arguments(word);
    if (p.kind == Kind::real || p.kind == Kind::integer)
      ends(p, *known, values);
    else if (p.kind == Kind::boolean && !values.empty())
      fail("bool takes nothing in parentheses");
    else
      p.choices = values;
    tail(p);
    check(p, Form::inline_range);
    return p;
  }

 private:
  [[noreturn]] void fail(std::string what, std::vector<std::string> advice = {forms}) const {
    throw Error(ErrorKind::invalid, {},
                fmt::format("{{{}:{}}}   {}", printable(name_, 60), printable(text_, 120), what), std::move(advice));
  }

  [[noreturn]] void no_such(const std::string& word) const {
    if (word.empty()) fail("a range is expected after the colon");
    if (const auto meant = suggest_range_word(word))
      fail(fmt::format("there is no range \"{}\"", printable(word, 60)),
           {fmt::format("Did you mean {}?", *meant), forms});
    fail(fmt::format("there is no range \"{}\"", printable(word, 60)));
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool take(char c) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view identifier() {
    skip_blanks();
    const std::size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      ++at_;
    return text_.substr(start, at_ - start);
  }

  std::vector<Value> arguments(std::string_view word) {
    std::vector<Value> values;
    if (!take('(')) return values;
    if (take(')')) return values;
    for (;;) {
      values.push_back(value(",)"));
      if (take(')')) return values;
      if (!take(',')) fail(fmt::format("{}( has no closing )", word), {});
    }
  }

  /// A quoted text, or a bare word that ends before one of `stops`.
  Value value(std::string_view stops) {
    skip_blanks();
    if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) return quoted(text_[at_]);
    const std::size_t end = std::min(text_.find_first_of(stops, at_), text_.size());
    const auto word = trim(text_.substr(at_, end - at_));
    if (word.empty()) fail("a value is missing", {});
    at_ = end;
    if (word == "true" || word == "false") return word == "true";
    if (const auto whole = to_integer(word)) return static_cast<std::int64_t>(*whole);
    const bool numeral = std::string_view("+-.0123456789").find(word[0]) != std::string_view::npos;
    if (const auto real = numeral ? to_double(word) : std::nullopt) return *real;
    return std::string(word);
  }

  Value quoted(char quote) {
    std::string word;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) return ++at_, word;
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word += text_[at_];
    }
    fail(fmt::format("a closing {} is missing", quote), {});
  }

  double number(const Value& value) const {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&value)) return *real;
    fail(fmt::format("\"{}\" is no number", printable(to_text(value), 60)), {});
  }

  void ends(Parameter& p, const RangeWord& word, const std::vector<Value>& values) const {
    const std::size_t most = p.scale == Scale::linear ? 3 : 2;
    if (values.size() < 2 || values.size() > most)
      fail(fmt::format("{} takes {}", word.word, most == 3 ? "two numbers, and a step if wanted" : "two numbers"),
           {fmt::format("For example {{{}:{}}}", printable(name_, 60), word.example)});
    const double low = number(values[0]), high = number(values[1]);
    word.set_ends(p, low, high);
    if (values.size() == 3) p.step = number(values[2]);
  }

  void tail(Parameter& p) {
    for (;;) {
      skip_blanks();
      if (at_ == text_.size()) return;
      if (take('=')) {
        if (p.fallback) fail("two defaults", {});
        p.fallback = value(" \t=");
      } else if (text_.substr(at_).starts_with("or ")) {
        at_ += 3;
        if (p.beside) fail("only one value can stand beside a range", {});
        p.beside = number(value(" \t="));
      } else {
        fail(fmt::format("\"{}\" is left over", printable(text_.substr(at_), 60)),
             {"After a range may stand  or 0.0  and a default  =0.1"});
      }
    }
  }

  std::string_view name_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Parameter parse_range(std::string_view name, std::string_view text) { return RangeParser(name, text).parse(); }

}  // namespace kilter
