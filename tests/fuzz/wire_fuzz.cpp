// SPDX-License-Identifier: MIT
// Any text as an entry or settings: an Error, or a value that reads back equal.
#include <string_view>

#include "kilter/core/settings.hpp"
#include "kilter/core/wire.hpp"
#include "tests/fuzz/survive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kilter;
  using fuzz::require;
  using fuzz::survive;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0)
    // By text, not by value: NaN is not equal to itself.
    survive([&] {
      const auto once = to_json(entry_from_json(text));
      require(to_json(entry_from_json(once)) == once);
    });
  else
    survive([&] {
      const auto once = to_json(settings_from_json(text));
      require(to_json(settings_from_json(once)) == once);
    });
  return 0;
}
