// SPDX-License-Identifier: MIT
// The records of a table of text, one after the other, as RFC 4180 writes them.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

/// Reads forward only. Lines end in LF, CR LF or CR; cells in quotes may hold separators, line ends and doubled quotes.
/// Blank lines are no records. Throws Error(invalid) naming the line where a quote is never closed.
class Rows {
 public:
  /// `lines_before`: that stand before the text, for counting.
  Rows(std::string_view text, char separator, std::size_t lines_before = 0)
      : text_(text), separator_(separator), lines_before_(lines_before) {}

  /// False at the end.
  bool next();
  /// Valid until the next call of next().
  const std::vector<std::string_view>& cells() const { return cells_; }
  /// Where the record begins, from 1.
  std::size_t line() const { return line_; }
  /// How far the text has been read.
  std::size_t position() const { return at_; }

 private:
  struct Piece {
    std::size_t begin = 0, size = 0;
    bool unquoted = false;  ///< lies in scratch_
  };
  void skip_blank_lines();
  Piece cell();
  Piece quoted();
  bool at_line_end() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void pass_line_end();

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
  std::size_t lines_before_;  ///< line ends passed so far
  std::vector<Piece> pieces_;
  std::string scratch_;
  std::vector<std::string_view> cells_;
};

}  // namespace kilter
