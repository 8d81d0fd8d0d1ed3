// SPDX-License-Identifier: MIT
#include "kilter/setup/start.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "kilter/base/text.hpp"
#include "kilter/core/history.hpp"
#include "kilter/storage/host.hpp"

namespace kilter {
namespace {

/// When this process was started, in clock ticks since boot: field 22 of /proc/self/stat, counted after the name.
std::string start_ticks() {
  std::ifstream in("/proc/self/stat");
  const std::string stat(std::istreambuf_iterator<char>(in), {});
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos || name_end + 2 > stat.size()) return "0";
  const auto fields = split(std::string_view(stat).substr(name_end + 2), ' ');
  return fields.size() > 19 ? std::string(fields[19]) : "0";
}

}  // namespace

WorkerId this_worker() { return fmt::format("{}:{}:{}", printable(this_host().name, 200), getpid(), start_ticks()); }

Settings newest_settings(Storage& storage) {
  std::string text;
  for (Revision read = 0;;) {
    auto entries = storage.since(read);
    for (auto& entry : entries)
      if (auto* changed = std::get_if<Changed>(&entry.fact)) text = std::move(changed->settings);
    if (entries.size() < page) return settings_from_json(text);
    read = entries.back().revision;
  }
}

void enqueue_defaults(Storage& storage, const Clock& clock) {
  History history;
  for (auto& entry : storage.since(0)) history.take(std::move(entry));
  if (history.revision() == 0 || history.next() > 0) return;
  const Space& space = history.settings().space;
  const Params defaults = space.defaults();
  if (space.broken(defaults)) return;
  Added first;
  first.given = space.write(defaults);
  const std::vector<Fact> facts{std::move(first)};
  storage.append(facts, clock.wall());
}

}  // namespace kilter
