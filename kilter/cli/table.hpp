// SPDX-License-Identifier: MIT
// A table in plain text: columns as wide as their widest cell, numbers to the right.
#pragma once
#include <string>
#include <vector>

namespace kilter::cli {

class Table {
 public:
  /// The first row is the head. All rows have as many cells as it.
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  std::vector<std::string> lines() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace kilter::cli
