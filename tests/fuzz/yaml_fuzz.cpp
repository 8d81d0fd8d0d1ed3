// SPDX-License-Identifier: MIT
// Any text as YAML: a tree no deeper and no larger than promised, or a sentence; and that tree as a study file.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kilter/cli/yaml_tree.hpp"
#include "kilter/setup/study_file.hpp"
#include "tests/fuzz/survive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  kilter::fuzz::survive([&] {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    kilter::parse_study_file(text, "study.yaml", {}, kilter::cli::parse_yaml);
  });
  return 0;
}
