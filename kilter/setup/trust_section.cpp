// SPDX-License-Identifier: MIT
#include "kilter/setup/trust_section.hpp"

#include <fmt/format.h>

#include "kilter/base/error.hpp"
#include "kilter/setup/parts.hpp"

namespace kilter {
namespace {

constexpr int raced_seeds = 3;  ///< of `seeds = "race"`

/// Runs `read`; what it finds wrong is told with the line of the key.
template <class Read>
void with_line(const FileSection& section, std::string_view key, Read read) {
  try {
    read();
  } catch (const Error& error) {
    section.fail(key, error.message().headline, error.message().advice);
  }
}

std::string text_or_number(const FileSection& section, std::string_view key) {
  if (section.find(key)->as<std::string>()) return *section.text(key);
  return fmt::format("{}", section.whole(key, 1, 100'000).value_or(1));
}

}  // namespace

void read_trust(const ShownFile& file, const TomlNode& node, Wishes& wishes) {
  const std::vector<std::string> known{"folds", "instances", "seeds", "aggregate", "test_metric"};
  const FileSection section(file, node, "[trust]", known);
  if (const auto folds = section.find("folds") ? section.whole("folds", 1, 100'000) : std::nullopt; folds && *folds > 1)
    with_line(section, "folds", [&] { take_parts(wishes, PartKind::fold, static_cast<int>(*folds), "folds"); });
  if (section.find("instances"))
    with_line(section, "instances", [&] { read_instances(wishes, text_or_number(section, "instances"), "instances"); });
  if (section.find("seeds")) {
    const std::string text = text_or_number(section, "seeds");
    if (section.find("seeds")->as<std::string>() && text != "race")
      section.fail("seeds", fmt::format("seeds is a number, or \"race\" for {} that are raced", raced_seeds));
    const int count = text == "race" ? raced_seeds : static_cast<int>(*section.whole("seeds", 1, 100'000));
    with_line(section, "seeds", [&] { take_parts(wishes, PartKind::seed, count, "seeds"); });
  }
  if (const auto text = section.text("aggregate"))
    with_line(section, "aggregate", [&] { wishes.aggregate = aggregate_from(*text, "aggregate"); });
  wishes.test_metric = section.text("test_metric");
}

}  // namespace kilter
