// SPDX-License-Identifier: MIT
#include "kilter/cli/hydra_terms.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

constexpr int deepest = 16;

bool is_name(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<HydraTerm> all() {
    std::vector<HydraTerm> terms;
    do terms.push_back(term(0));
    while (take(','));
    if (at_ < text_.size()) throw std::invalid_argument("there is a \")\" too many");
    return terms;
  }

 private:
  void blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool take(char c) {
    blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  HydraTerm term(int depth) {
    if (depth > deepest) throw std::invalid_argument("the parentheses are nested too deep");
    blanks();
    if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) return quoted();
    HydraTerm result;
    result.text = bare();
    if (depth > 0 && is_name(result.text) && take('=')) {
      HydraTerm inner = term(depth + 1);
      inner.key = result.text;
      return inner;
    }
    if (!is_name(result.text) || !take('(')) {
      if (result.text.empty()) throw std::invalid_argument("a value is missing");
      return result;
    }
    result.call = true;
    if (take(')')) return result;
    do result.arguments.push_back(term(depth + 1));
    while (take(','));
    if (!take(')')) throw std::invalid_argument("a \")\" is missing");
    return result;
  }

  HydraTerm quoted() {
    HydraTerm result;
    result.quoted = true;
    const char mark = text_[at_++];
    for (; at_ < text_.size() && text_[at_] != mark; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == mark) ++at_;
      result.text += text_[at_];
    }
    if (at_++ >= text_.size()) throw std::invalid_argument("a quotation mark is missing");
    return result;
  }

  /// Up to what ends it outside brackets: a list or a table stays one text.
  std::string bare() {
    const std::size_t start = at_;
    std::string open;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '[' || c == '{') open += c;
      if (open.empty() && (c == ',' || c == '(' || c == ')' || c == '=')) break;
      if ((c == ']' || c == '}') && !open.empty()) open.pop_back();
    }
    if (!open.empty()) throw std::invalid_argument("a bracket is not closed");
    return std::string(trim(text_.substr(start, at_ - start)));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<HydraTerm> parse_hydra(std::string_view text) { return Reader(text).all(); }

}  // namespace kilter::cli
