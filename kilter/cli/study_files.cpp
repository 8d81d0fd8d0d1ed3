// SPDX-License-Identifier: MIT
#include "kilter/cli/study_files.hpp"

#include "kilter/cli/yaml_tree.hpp"

namespace kilter::cli {
namespace {

/// JSON is YAML as well.
bool is_yaml(const std::filesystem::path& file) {
  const auto ending = file.extension();
  return ending == ".yaml" || ending == ".yml" || ending == ".json";
}

}  // namespace

bool names_study_file(const std::string& word) { return word.ends_with(".toml") || is_yaml(word); }

Wishes read_any_study_file(const std::filesystem::path& file, WallTime now) {
  return read_study_file(file, now, is_yaml(file) ? parse_yaml : parse_toml);
}

}  // namespace kilter::cli
