// SPDX-License-Identifier: MIT
// Any text as a study file: a sentence or wishes, never a crash; what is read makes settings or another sentence.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kilter/setup/plan.hpp"
#include "kilter/setup/study_file.hpp"
#include "tests/fuzz/survive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  kilter::fuzz::survive([&] {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const kilter::Wishes wishes = kilter::parse_study_file(text, "study.toml", {});
    const kilter::Plan plan = kilter::plan(wishes);
    kilter::fuzz::require(kilter::change(plan.settings, wishes).differences.empty());
  });
  return 0;
}
