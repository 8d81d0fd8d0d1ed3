// SPDX-License-Identifier: MIT
// Any text as a study file: a sentence or wishes, never a crash; what is read makes settings or another sentence.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kilter/base/error.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/setup/study_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const kilter::Wishes wishes = kilter::parse_study_file(text, "study.toml", {});
    const kilter::Plan plan = kilter::plan(wishes);
    if (!kilter::change(plan.settings, wishes).differences.empty()) __builtin_trap();
  } catch (const kilter::Error&) {
    return 0;
  }
  return 0;
}
