// SPDX-License-Identifier: MIT
// Tables in a program's output: boxes of names and numbers, and columns under a heading.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/core/fact.hpp"

namespace kilter {

/// Follows the lines of one stream. A box of `| name | number |` rows is one report when its last line has come, with
/// the names of its sections before those of their rows (`rollout/ep_rew_mean`); under a heading of names
/// (`epoch  train_loss  valid_loss`, also with bars or commas) each row of numbers is one. Not for two threads at once.
class MetricTable {
 public:
  /// The numbers that this line completes. `taken()` says then whether the line belongs to a table.
  std::optional<Metrics> feed(std::string_view line);
  bool taken() const { return taken_; }
  /// Whether a line may belong to a table; most do not, and this is quicker than feeding it.
  bool may_take(std::string_view line) const;
  /// The numbers of a table that ends with the output.
  std::optional<Metrics> finish();

 private:
  std::optional<Metrics> flush();
  bool box_row(const std::vector<std::string_view>& cells);
  bool ruled_row(std::string_view line);
  bool heading(const std::vector<std::string_view>& fields);
  std::optional<Metrics> row(std::vector<std::string_view> fields) const;
  std::optional<Metrics> labelled(const std::vector<std::string_view>& fields) const;

  std::vector<std::string> heading_;
  char separator_ = ' ';  ///< between the fields under the heading
  std::string section_;
  std::size_t section_indent_ = 0;
  Metrics pending_;     ///< of the box
  bool ruled_ = false;  ///< the line before was a rule, or a row below one
  bool taken_ = false;
};

}  // namespace kilter
