// SPDX-License-Identifier: MIT
#include "kilter/table/rows.hpp"

#include <fmt/format.h>

#include "kilter/base/error.hpp"

namespace kilter {

void Rows::pass_line_end() {
  if (at_ >= text_.size()) return;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++lines_before_;
}

void Rows::skip_blank_lines() {
  for (;;) {
    std::size_t look = at_;
    while (look < text_.size() && text_[look] == ' ') ++look;
    if (look >= text_.size()) {
      at_ = text_.size();
      return;
    }
    if (text_[look] != '\n' && text_[look] != '\r') return;
    at_ = look;
    pass_line_end();
  }
}

bool Rows::next() {
  skip_blank_lines();
  cells_.clear();
  if (at_ >= text_.size()) return false;
  line_ = lines_before_ + 1;
  pieces_.clear();
  scratch_.clear();
  for (;;) {
    pieces_.push_back(cell());
    if (at_line_end()) break;
    ++at_;  // the separator
  }
  pass_line_end();
  for (const auto& piece : pieces_)
    cells_.push_back((piece.unquoted ? std::string_view(scratch_) : text_).substr(piece.begin, piece.size));
  return true;
}

Rows::Piece Rows::cell() {
  std::size_t start = at_;
  while (start < text_.size() && text_[start] == ' ' && separator_ != ' ') ++start;
  if (start < text_.size() && text_[start] == '"') {
    at_ = start;
    return quoted();
  }
  const std::size_t begin = at_;
  while (!at_line_end() && text_[at_] != separator_) ++at_;
  return {begin, at_ - begin, false};
}

Rows::Piece Rows::quoted() {
  const std::size_t opened = lines_before_ + 1;
  Piece piece{scratch_.size(), 0, true};
  ++at_;
  for (;;) {
    if (at_ >= text_.size())
      throw Error(ErrorKind::invalid, {}, fmt::format("line {}: a quote is opened and never closed", opened),
                  {"Within quotes a quote is written twice: \"she said \"\"no\"\"\""});
    const char c = text_[at_];
    if (c == '"') {
      if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
      ++at_;
    } else if (c == '\n' || (c == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '\n'))) {
      ++lines_before_;
    }
    scratch_ += c;
    ++at_;
  }
  ++at_;
  // What stands between the closing quote and the separator belongs to the cell, as most writers of such files mean it.
  while (!at_line_end() && text_[at_] != separator_) scratch_ += text_[at_++];
  piece.size = scratch_.size() - piece.begin;
  return piece;
}

}  // namespace kilter
