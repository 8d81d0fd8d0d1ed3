// SPDX-License-Identifier: MIT
// `kilter config`: each setting, its value, and which source it comes from.
#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/run_places.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_files.hpp"
#include "kilter/cli/table.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/gpu_look.hpp"
#include "kilter/setup/user_file.hpp"

namespace kilter::cli {
namespace {

struct Line {
  std::string key, value, source;
};

/// What one source says; the first that says something wins.
struct Source {
  std::string name;
  Wishes wishes;
};

std::string shown(int value) { return std::to_string(value); }
std::string shown(std::uint64_t value) { return std::to_string(value); }
std::string shown(double value) { return rounded(value, 6); }
std::string shown(const std::string& value) { return printable(value, 200); }
std::string shown(const Plug& value) { return value.name + (value.options == "{}" ? "" : " " + value.options); }
std::string shown(bool value) { return value ? "yes" : "no"; }
std::string shown(Workdir value) { return value == Workdir::trial ? "trial" : "shared"; }
std::string shown(const std::pair<double, double>& value) {
  return to_text(value.first) + ", " + to_text(value.second);
}
std::string shown(WallTime value) { return to_text(value); }

class Listing {
 public:
  explicit Listing(std::vector<Source> sources) : sources_(std::move(sources)) {}

  template <class T>
  void add(const std::string& key, std::optional<T> Wishes::* member, const std::string& fallback) {
    for (const auto& source : sources_)
      if (const auto& value = source.wishes.*member) {
        lines_.push_back({key, shown(*value), source.name});
        return;
      }
    lines_.push_back({key, fallback, "default"});
  }
  void add(Line line) { lines_.push_back(std::move(line)); }
  const std::vector<Line>& lines() const { return lines_; }

 private:
  std::vector<Source> sources_;
  std::vector<Line> lines_;
};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

int verb_config(Options& options) {
  options.read(0, 1, "[study.toml]");
  const auto now = SystemClock().wall();
  std::vector<Source> sources;
  for (const auto& file : options.words()) sources.push_back({file, read_any_study_file(file, now)});
  sources.push_back({user_file().string(), read_user_file(now)});
  Listing listing(std::move(sources));
  const auto& manner = options.manner();
  listing.add({"home", manner.home.string(), manner.home_from});
  listing.add({"log",
               manner.verbose ? "verbose"
               : manner.quiet ? "quiet"
                              : "normal",
               environment("KILTER_LOG").empty() ? "default" : "KILTER_LOG"});
  const Settings settings;
  const Places places({}, {}, usable_cores(), find_gpus());
  listing.add("name", &Wishes::name, "the file's or the program's");
  listing.add("sampler", &Wishes::sampler, settings.sampler.name);
  listing.add("scheduler", &Wishes::scheduler, "none; asha where epochs gives two lengths");
  listing.add("seed", &Wishes::seed, shown(settings.seed));
  listing.add("budget.trials", &Wishes::trials, "10 and 5 a parameter, at most 60, where no limit is given");
  listing.add("budget.hours", &Wishes::hours, "no limit");
  listing.add("budget.until", &Wishes::until, "no limit");
  listing.add("budget.epochs", &Wishes::epochs, "one length for all");
  listing.add("resources.jobs", &Wishes::jobs, fmt::format("{} ({})", places.jobs().count, places.jobs().why));
  listing.add("resources.cores", &Wishes::cores, fmt::format("{} (cores / jobs)", places.cores_per_job()));
  listing.add("resources.gpus", &Wishes::gpus, "1 where there are any");
  listing.add("resources.per_gpu", &Wishes::per_gpu, "1");
  listing.add("resources.timeout", &Wishes::timeout, "no limit");
  listing.add("resources.memory", &Wishes::memory, "no limit");
  listing.add("resources.grace", &Wishes::grace, shown(SubprocessOptions{}.grace));
  listing.add("retry.lost", &Wishes::retry_lost, shown(settings.retry.lost));
  listing.add("retry.error", &Wishes::retry_error, shown(settings.retry.error));
  listing.add("command.workdir", &Wishes::workdir, "shared, and trial 0 is looked at");
  listing.add("command.pty", &Wishes::pty, "no");
  if (manner.json) {
    Json all = Json::array();
    for (const auto& line : listing.lines())
      all.push_back({{"key", line.key}, {"value", line.value}, {"source", line.source}});
    print_json(
        {{"schema", "kilter/config/1"}, {"settings", all}},
        {options.words().empty() ? std::string("kilter study list --json")
                                 : fmt::format("kilter run --dry-run --json {}", shell_quoted(options.words()))});
    return 0;
  }
  Table table;
  table.add({"setting", "value", "from"});
  for (const auto& line : listing.lines()) table.add({line.key, line.value, line.source});
  for (const auto& line : table.lines()) say(options, "{}", line);
  return 0;
}

}  // namespace kilter::cli
