// SPDX-License-Identifier: MIT
// Numbers with names in one line of a program's output.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

/// More pairs in one line than these are not looked at.
inline constexpr std::size_t most_pairs = 200;
inline constexpr std::size_t longest_metric_name = 200;

/// Views into the line that was scanned.
struct NamedNumber {
  std::string_view name;
  double value = 0;
  std::optional<double> error;  ///< of `0.53+-0.02`
  bool sentence = false;        ///< it stands in a sentence and is a metric only for who asks for its name
};

/// The `name=value` and `name: value` pairs of a line whose values are plain numbers, with or without a percent sign.
/// A number with a unit behind it, a part of a time, date, version or fraction is none.
void scan_pairs(std::string_view line, std::vector<NamedNumber>& into);

/// The count of steps in a line: `Epoch 3/10`, `epoch=3`, `[iter 7]`; the first of `names` (in any case) that stands
/// there. One with a total behind it (`step 5/938`) gives way to the others, unless it counts epochs. Where none does,
/// a line's leading `[3]` or `3:` before a tab.
std::optional<NamedNumber> scan_step(std::string_view line, std::span<const std::string> names);

/// The names that count steps: the one given, else the usual ones.
std::vector<std::string> step_names(std::string_view given);
bool same_letters(std::string_view a, std::string_view b);

}  // namespace kilter
