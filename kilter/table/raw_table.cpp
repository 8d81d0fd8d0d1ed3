// SPDX-License-Identifier: MIT
#include "kilter/table/raw_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/table/rows.hpp"

namespace kilter {
namespace {

const char* name_of(char separator) {
  switch (separator) {
    case ';': return "semicolons";
    case '\t': return "tabs";
    case '|': return "bars";
    default: return "commas";
  }
}

}  // namespace

RawTable::RawTable(const std::filesystem::path& path) : RawTable(read_text_file(path), path.string()) {}

RawTable::RawTable(TextFile file, std::string name)
    : file_(std::move(file)), name_(std::move(name)), shape_(shape_of(file_.text)) {
  file_.notes.insert(file_.notes.end(), shape_.notes.begin(), shape_.notes.end());
  check();
}

void RawTable::check() {
  const std::string shown = printable(name_, 200);
  const auto lines_before = static_cast<std::size_t>(
      std::count(file_.text.begin(), file_.text.begin() + static_cast<std::ptrdiff_t>(shape_.rows_from), '\n'));
  Rows rows(std::string_view(file_.text).substr(shape_.rows_from), shape_.separator, lines_before);
  while (rows.next()) {
    if (rows.cells().size() != shape_.names.size()) {
      const std::size_t line = rows.line();
      throw Error(ErrorKind::invalid, {},
                  fmt::format("{}, line {}: {} cells found, {} expected as in {}", shown, line, rows.cells().size(),
                              shape_.names.size(), shape_.rows_from > 0 ? "the heading" : "the first line"),
                  {fmt::format("Cells stand between {}; one that holds such a character needs quotes around it.",
                               name_of(shape_.separator)),
                   "Its first cell: " + printable(rows.cells().front(), 60)});
    }
    ++rows_;
  }
  if (rows_ == 0)
    throw Error(ErrorKind::invalid, {}, fmt::format("{} has a heading and no row below it", shown),
                {"Its columns are: " + printable(join(shape_.names, ", "), 300)});
}

void RawTable::each_row(const Look& look) const {
  Rows rows(std::string_view(file_.text).substr(shape_.rows_from), shape_.separator);
  for (std::size_t row = 0; rows.next(); ++row) look(row, rows.cells());
}

// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo).
std::uint64_t RawTable::fingerprint() const {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : file_.text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

std::vector<std::string> RawTable::column(std::size_t index) const {
  std::vector<std::string> cells;
  cells.reserve(rows_);
  each_row([&](std::size_t, std::span<const std::string_view> row) { cells.emplace_back(row[index]); });
  return cells;
}

}  // namespace kilter
