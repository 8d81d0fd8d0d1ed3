// SPDX-License-Identifier: MIT
#include "kilter/setup/same_command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"

namespace kilter {
namespace {

bool has_placeholder(const std::string& word) { return word.find('{') != std::string::npos; }

std::vector<std::string> without_parameters(const std::vector<std::string>& words) {
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool option = words[i].starts_with('-') && i + 1 < words.size() && has_placeholder(words[i + 1]);
    if (!option && !has_placeholder(words[i])) rest.push_back(words[i]);
  }
  return rest;
}

std::vector<std::string> only_in(const std::vector<std::string>& words, std::vector<std::string> others) {
  std::vector<std::string> only;
  for (const auto& word : words) {
    const auto same = std::find(others.begin(), others.end(), word);
    if (same == others.end())
      only.push_back(word);
    else
      others.erase(same);
  }
  return only;
}

std::string shown(const std::vector<std::string>& words) { return printable(shell_quoted(words), 300); }

}  // namespace

std::vector<std::string> difference_outside_parameters(const Command& before, const Command& after) {
  std::vector<std::string> lines;
  const auto was = without_parameters(before.words), now = without_parameters(after.words);
  if (was != now) {
    const auto gone = only_in(was, now), come = only_in(now, was);
    if (!gone.empty()) lines.push_back("- " + shown(gone));
    if (!come.empty()) lines.push_back("+ " + shown(come));
    if (gone.empty() && come.empty())
      lines.push_back(fmt::format("the order of its words: {} → {}", shown(was), shown(now)));
  }
  if (before.directory != after.directory)
    lines.push_back(fmt::format("folder {} → {}", printable(before.directory.string(), 300),
                                printable(after.directory.string(), 300)));
  return lines;
}

}  // namespace kilter
