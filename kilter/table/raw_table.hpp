// SPDX-License-Identifier: MIT
// A table as text: named columns, and rows that are read again and again from the file's text.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/table/shape.hpp"
#include "kilter/table/text_file.hpp"

namespace kilter {

/// A value. Holds the file's text once; cells are cut when they are asked for.
class RawTable {
 public:
  /// Throws Error naming the line of a row that has more or fewer cells than the heading, and where there is no row.
  explicit RawTable(const std::filesystem::path& path);
  /// For text that is at hand; `name` is for messages.
  RawTable(TextFile file, std::string name);

  const std::vector<std::string>& names() const { return shape_.names; }
  std::size_t rows() const { return rows_; }
  const std::vector<std::string>& notes() const { return file_.notes; }
  const std::string& name() const { return name_; }
  /// Of the text: another file has another one.
  std::uint64_t fingerprint() const;

  using Look = std::function<void(std::size_t row, std::span<const std::string_view> cells)>;
  void each_row(const Look& look) const;
  /// All cells of one column.
  std::vector<std::string> column(std::size_t index) const;

 private:
  void check();

  TextFile file_;
  std::string name_;
  Shape shape_;
  std::size_t rows_ = 0;
};

}  // namespace kilter
