// SPDX-License-Identifier: MIT
// Any text as a file of facts: an Error, or a history that can be looked at in every way.
#include <sstream>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/cli/facts_file.hpp"
#include "kilter/core/wire.hpp"
#include "tests/fuzz/survive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kilter;
  std::istringstream text(std::string(reinterpret_cast<const char*>(data), size));
  fuzz::survive([&] {
    const History history = cli::read_facts(text, "facts");
    for (const auto& trial : history.trials()) {
      static_cast<void>(to_json(history, trial));
      static_cast<void>(describe_changes(history, trial));
    }
    static_cast<void>(best(history));
    static_cast<void>(front(history));
    static_cast<void>(counts(history));
    static_cast<void>(expected_end(history, WallTime{}));
  });
  return 0;
}
