// SPDX-License-Identifier: MIT
#include "bench/tasks/lines.hpp"

#include <zlib.h>

#include <memory>
#include <stdexcept>

#include "kilter/base/text.hpp"

namespace kilter::bench {

std::string read_text(const std::filesystem::path& file) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> in(gzopen(file.c_str(), "rb"), gzclose);
  if (!in) throw std::runtime_error("cannot open " + file.string());
  std::string text;
  char block[1 << 16];
  int size = 0;
  while ((size = gzread(in.get(), block, sizeof block)) > 0) text.append(block, static_cast<std::size_t>(size));
  if (size < 0) throw std::runtime_error("cannot read " + file.string());
  return text;
}

std::vector<Row> read_rows(const std::filesystem::path& file) {
  const std::string text = read_text(file);
  std::vector<Row> rows;
  std::vector<std::string_view> header;
  for (const std::string_view line : split(text, '\n')) {
    if (trim(line).empty()) continue;
    const auto cells = split(line, '\t');
    if (header.empty()) {
      header = cells;
      continue;
    }
    if (cells.size() != header.size()) throw std::runtime_error(file.string() + ": a row of another length");
    Row row;
    for (std::size_t i = 0; i < cells.size(); ++i) row.emplace(header[i], cells[i]);
    rows.push_back(std::move(row));
  }
  return rows;
}

double number(std::string_view cell) {
  const auto value = to_double(cell);
  if (!value) throw std::runtime_error("\"" + printable(cell, 60) + "\" is no number");
  return *value;
}

}  // namespace kilter::bench
