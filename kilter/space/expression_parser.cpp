// SPDX-License-Identifier: MIT
// Recursive descent from text to the steps of a stack machine.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/evaluation.hpp"
#include "kilter/space/expression.hpp"

namespace kilter {
namespace {

constexpr std::size_t longest_text = 4000;
constexpr int deepest_nesting = 100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '.'; }

}  // namespace

class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) : text_(text) {}

  Expression parse() {
    if (text_.size() > longest_text)
      throw Error(ErrorKind::invalid,
                  fmt::format("an expression of {} characters; at most {} are read", text_.size(), longest_text));
    disjunction();
    if (!at_end()) fail("expected an operator or the end");
    return std::move(out_);
  }

 private:
  using Op = Expression::Op;
  using Order = Expression::Order;

  /// One level deeper for as long as it lives.
  class Level {
   public:
    explicit Level(ExpressionParser& parser) : parser_(parser) {
      if (++parser_.depth_ > deepest_nesting) parser_.fail("too deeply nested here");
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    ExpressionParser& parser_;
  };

  [[noreturn]] void fail(std::string_view what) {
    skip_blanks();
    const std::string found = at_ == text_.size() ? "the end" : printable(text_.substr(at_, 12));
    std::vector<std::string> advice;
    const auto hint = [&](std::string_view typed, std::string_view meant) {
      if (text_.substr(at_).starts_with(typed)) advice.push_back(fmt::format("Instead of {} write {}", typed, meant));
    };
    hint("&&", "and");
    hint("||", "or");
    hint("!", "not");
    hint("^", "**");
    hint("=", "==");
    if (text_.substr(at_).starts_with("(")) advice.push_back("Functions cannot be called here.");
    throw Error(ErrorKind::invalid, {},
                fmt::format("\"{}\": {}, column {}, but found {}", printable(text_, 200), what, at_ + 1, found),
                advice);
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  bool at_end() { return skip_blanks(), at_ == text_.size(); }

  bool take(std::string_view sign) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  std::string_view word_ahead() {
    skip_blanks();
    std::size_t end = at_;
    if (end < text_.size() && starts_name(text_[end]))
      while (end < text_.size() && continues_name(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view word) {
    if (word_ahead() != word) return false;
    at_ += word.size();
    return true;
  }

  void emit(Op op, int growth, Order order = Order::equal, std::size_t index = 0, std::size_t count = 0) {
    height_ += growth;
    if (height_ > static_cast<int>(deepest_stack)) fail("too many values wait for an operator here");
    out_.steps_.push_back({op, order, static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(count)});
  }

  void disjunction() {
    conjunction();
    while (take_word("or")) conjunction(), emit(Op::disjunction, -1);
  }

  void conjunction() {
    inversion();
    while (take_word("and")) inversion(), emit(Op::conjunction, -1);
  }

  void inversion() {
    if (!take_word("not")) return comparison();
    const Level level(*this);
    inversion();
    emit(Op::negation, 0);
  }

  std::optional<Order> take_order() {
    static constexpr std::array<std::pair<std::string_view, Order>, 6> signs = {{{"==", Order::equal},
                                                                                 {"!=", Order::unequal},
                                                                                 {"<=", Order::less_equal},
                                                                                 {">=", Order::greater_equal},
                                                                                 {"<", Order::less},
                                                                                 {">", Order::greater}}};
    for (const auto& [sign, order] : signs)
      if (take(sign)) return order;
    return {};
  }

  void comparison() {
    std::size_t left = out_.steps_.size();
    sum();
    if (take_word("in")) return membership(left, Op::in);
    if (word_ahead() == "not") {
      at_ += 3;
      if (!take_word("in")) fail("expected \"in\" after \"not\"");
      return membership(left, Op::not_in);
    }
    auto order = take_order();
    for (bool first = true; order; first = false) {
      const std::size_t right = out_.steps_.size();
      sum();
      if (*order == Order::equal || *order == Order::unequal) mention(left, right);
      const auto next = take_order();
      if (first && !next)
        emit(Op::compare, -1, *order);
      else if (first)
        emit(Op::chain_first, 0, *order);
      else
        emit(next ? Op::chain_next : Op::chain_last, next ? -1 : -2, *order);
      left = right + 1;
      order = next;
    }
  }

  /// Notes a comparison of the single steps before and from `right` where one is a name and the other a constant.
  void mention(std::size_t left, std::size_t right) {
    if (right != left + 1 || out_.steps_.size() != right + 1) return;
    auto a = out_.steps_[left], b = out_.steps_[right];
    if (a.op == Op::constant) std::swap(a, b);
    if (a.op == Op::name && b.op == Op::constant) out_.mentions_.push_back({a.index, out_.constants_[b.index]});
  }

  void membership(std::size_t left, Op op) {
    const bool round = take("(");
    if (!round && !take("[")) fail("expected ( after \"in\"");
    const std::string_view close = round ? ")" : "]";
    const bool named = left + 1 == out_.steps_.size() && out_.steps_[left].op == Op::name;
    const std::size_t first = out_.constants_.size();
    for (;;) {
      const auto value = constant();
      if (!value) fail("expected a number, a 'text', true or false");
      if (named) out_.mentions_.push_back({out_.steps_[left].index, *value});
      out_.constants_.push_back(*value);
      const bool comma = take(",");
      if (take(close)) break;
      if (!comma) fail(fmt::format("expected a comma or {}", close));
    }
    emit(op, 0, Order::equal, first, out_.constants_.size() - first);
  }

  void sum() {
    product();
    for (;;) {
      if (take("+"))
        product(), emit(Op::add, -1);
      else if (take("-"))
        product(), emit(Op::subtract, -1);
      else
        return;
    }
  }

  void product() {
    signed_power();
    for (;;) {
      skip_blanks();
      if (text_.substr(at_).starts_with("**")) fail("expected a value before **");
      if (take("*"))
        signed_power(), emit(Op::multiply, -1);
      else if (take("/"))
        signed_power(), emit(Op::divide, -1);
      else if (take("%"))
        signed_power(), emit(Op::modulo, -1);
      else
        return;
    }
  }

  void signed_power() {
    const Level level(*this);
    if (take("-")) {
      const std::size_t first = out_.steps_.size();
      signed_power();
      if (!fold_minus(first)) emit(Op::minus, 0);
    } else {
      take("+");
      atom();
      if (take("**")) signed_power(), emit(Op::power, -1);
    }
  }

  /// -1 as one constant, so that it counts as one beside `==`.
  bool fold_minus(std::size_t first) {
    if (out_.steps_.size() != first + 1 || out_.steps_[first].op != Op::constant) return false;
    auto& value = out_.constants_[out_.steps_[first].index];
    if (auto* whole = std::get_if<std::int64_t>(&value)) return *whole = -*whole, true;
    if (auto* real = std::get_if<double>(&value)) return *real = -*real, true;
    return false;
  }

  void atom() {
    if (take("(")) {
      const Level level(*this);
      disjunction();
      if (!take(")")) fail("expected )");
      return;
    }
    if (const auto name = parameter_name()) return name_step(*name);
    const auto value = constant();
    if (!value) fail("expected a name, a number or a 'text'");
    out_.constants_.push_back(*value);
    emit(Op::constant, +1, Order::equal, out_.constants_.size() - 1);
  }

  void name_step(std::string_view name) {
    auto& names = out_.names_;
    const auto known = std::find(names.begin(), names.end(), name);
    const auto index = static_cast<std::size_t>(known - names.begin());
    if (known == names.end()) names.emplace_back(name);
    emit(Op::name, +1, Order::equal, index);
  }

  std::optional<std::string_view> parameter_name() {
    if (take("`")) {
      const std::size_t end = text_.find('`', at_);
      if (end == text_.npos || end == at_) fail("expected a name between two backticks");
      const auto name = text_.substr(at_, end - at_);
      at_ = end + 1;
      return name;
    }
    static constexpr std::array<std::string_view, 8> words = {"and",  "or",    "not",  "in",
                                                              "true", "false", "True", "False"};
    const auto name = word_ahead();
    if (name.empty() || std::find(words.begin(), words.end(), name) != words.end()) return {};
    at_ += name.size();
    return name;
  }

  std::optional<Value> constant() {
    if (take_word("true") || take_word("True")) return Value(true);
    if (take_word("false") || take_word("False")) return Value(false);
    skip_blanks();
    if (at_ == text_.size()) return {};
    const char quote = text_[at_];
    if (quote == '\'' || quote == '"') return quoted(quote);
    return numeral();
  }

  Value quoted(char quote) {
    std::string word;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == quote) return at_ = i + 1, Value(std::move(word));
      if (text_[i] == '\\' && i + 1 < text_.size()) ++i;
      word += text_[i];
    }
    fail(fmt::format("expected a closing {}", quote));
  }

  std::optional<Value> numeral() {
    std::size_t end = at_;
    if (end < text_.size() && text_[end] == '-') ++end;
    if (end == text_.size() || !(is_digit(text_[end]) || text_[end] == '.')) return {};
    double real = 0;
    const char* last = text_.data() + text_.size();
    const auto parsed = std::from_chars(text_.data() + at_, last, real);
    if (parsed.ec == std::errc::invalid_argument) return {};
    const auto digits = text_.substr(at_, static_cast<std::size_t>(parsed.ptr - text_.data()) - at_);
    if (parsed.ptr != last && continues_name(*parsed.ptr)) fail("expected a number");
    at_ += digits.size();
    if (const auto whole = to_integer(digits)) return Value(static_cast<std::int64_t>(*whole));
    return Value(*to_double(digits));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int height_ = 0;
  Expression out_;
};

Expression Expression::parse(std::string_view text) { return ExpressionParser(text).parse(); }

}  // namespace kilter
