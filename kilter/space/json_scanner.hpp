// SPDX-License-Identifier: MIT
// Reads one flat JSON object of scalars, token by token, without allocation.
#pragma once
#include <string>
#include <string_view>

namespace kilter {

struct JsonScalar {
  enum class Type { number, boolean, text, null };
  Type type = Type::null;
  double number = 0;     ///< of a number or a boolean
  std::string_view raw;  ///< as it stands there, a text with its quotes
  bool escaped = false;  ///< the text has backslashes

  /// Between the quotes, escapes and all.
  std::string_view inner() const { return raw.substr(1, raw.size() - 2); }
  /// The text itself, escapes resolved. Throws Error(invalid) on a broken escape.
  std::string word() const;
};

/// Use: open(); while (more()) { name(); scalar(); } close(). Throws Error(invalid) with the column of what is wrong.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  void open();
  bool more();
  JsonScalar name();
  JsonScalar scalar();
  void close();

 private:
  [[noreturn]] void fail(std::string_view expected) const;
  void skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r')) ++at_;
  }
  bool take(char c) {
    skip_blanks();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  JsonScalar text();
  bool take_word(std::string_view word);

  const char* begin_;
  const char* at_;
  const char* end_;
  bool first_ = true;
};

}  // namespace kilter
