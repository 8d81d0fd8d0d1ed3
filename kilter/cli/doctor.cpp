// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/launcher.hpp"
#include "kilter/cli/machine.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

Check check_launcher() {
  const fs::path found = find_launcher();
  if (found.empty())
    return {"launcher", Health::problem, "kilter-launch is missing, so no program can be run",
            "It belongs beside the kilter program: install both together."};
  return {"launcher", Health::ok, printable(found.string()), {}};
}

void print_as_json(const std::vector<Check>& checks, bool ok) {
  Json list = Json::array();
  for (const auto& check : checks)
    list.push_back({{"name", check.name},
                    {"verdict", health_words(check.health)},
                    {"text", check.text},
                    {"advice", check.advice.empty() ? Json(nullptr) : Json(check.advice)}});
  print_json({{"schema", "kilter/doctor/1"}, {"ok", ok}, {"checks", std::move(list)}}, {"kilter help agents"});
}

void print_as_text(const Options& options, const std::vector<Check>& checks) {
  for (const auto& check : checks) {
    if (options.manner().quiet && check.health == Health::ok) continue;
    say(options, "{:<8} {:<9} {}", health_words(check.health), check.name, check.text);
    if (!check.advice.empty()) say(options, "{:<18} {}", "", check.advice);
  }
}

}  // namespace

int verb_doctor(Options& options) {
  options.read();
  const auto& manner = options.manner();
  const std::vector<Check> checks{
      check_cores(),    check_memory(),   check_disk(manner.home),
      check_launcher(), check_kernel(),   {"database", Health::ok, "SQLite " + sqlite_version(), {}},
      check_threads(),  check_openblas(), check_gpu()};
  const bool ok =
      std::none_of(checks.begin(), checks.end(), [](const Check& check) { return check.health == Health::problem; });
  if (manner.json)
    print_as_json(checks, ok);
  else
    print_as_text(options, checks);
  return ok ? 0 : 1;
}

}  // namespace kilter::cli
