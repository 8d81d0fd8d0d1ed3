// SPDX-License-Identifier: MIT
#include "kilter/setup/study_file.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/executors/file_template.hpp"
#include "kilter/setup/file_section.hpp"
#include "kilter/setup/toml_tree.hpp"
#include "kilter/setup/trust_section.hpp"
#include "kilter/setup/units.hpp"

namespace kilter {
namespace {

using Keys = std::vector<std::string>;

constexpr double lowest_bound = -1e15;

class StudyFile {
 public:
  StudyFile(ShownFile shown, const TomlNode& root, WallTime now)
      : file_(std::move(shown)),
        now_(now),
        top_(file_, root, "",
             Keys{"kilter", "name", "note", "command", "objective", "space", "constraints", "budget", "resources",
                  "retry", "sampler", "scheduler", "seed", "template", "track", "trust"},
             Keys{"keep"}) {}

  Wishes read() {
    if (const auto version = top_.whole("kilter", 0, 1'000'000); version && *version != 1)
      top_.fail("kilter", fmt::format("this file has format version {}; this Kilter reads version 1", *version),
                {"A newer Kilter is needed."});
    wishes_.name = top_.text("name");
    wishes_.note = top_.text("note");
    if (const auto seed = top_.whole("seed", 0, (1LL << 53))) wishes_.seed = static_cast<std::uint64_t>(*seed);
    wishes_.sampler = plug("sampler");
    wishes_.scheduler = plug("scheduler");
    if (const auto* node = top_.find("command")) command(*node);
    templates(top_);
    if (const auto* node = top_.find("objective")) objective(*node);
    if (const auto* node = top_.find("space")) space(*node);
    if (const auto* node = top_.find("constraints")) constraints(*node);
    if (const auto* node = top_.find("budget")) budget(*node);
    if (const auto* node = top_.find("resources")) resources(*node);
    if (const auto* node = top_.find("retry")) retry(*node);
    if (const auto* node = top_.find("trust")) read_trust(file_, *node, wishes_);
    if (const auto* node = top_.find("track"))
      wishes_.track = FileSection(file_, *node, "[track]", Keys{"to"}).texts("to");
    return std::move(wishes_);
  }

 private:
  void command(const TomlNode& node) {
    if (!node.as<TomlTable>()) {
      command_words(top_, "command");
      return;
    }
    const FileSection section(file_, node, "[command]",
                              Keys{"run", "directory", "environment", "template", "log", "pty", "workdir"});
    command_words(section, "run");
    if (const auto folder = section.text("directory")) wishes_.directory = *folder;
    wishes_.environment = section.text_table("environment");
    templates(section);
    wishes_.logs = section.texts("log");
    wishes_.pty = section.boolean("pty");
    if (const auto where = section.text("workdir")) {
      if (*where != "trial" && *where != "shared")
        section.fail("workdir", "workdir is \"trial\" (each trial in a folder of its own) or \"shared\"");
      wishes_.workdir = *where == "trial" ? Workdir::trial : Workdir::shared;
    }
  }

  void templates(const FileSection& section) {
    for (const auto& text : section.texts("template")) {
      try {
        parse_file_template(text);
      } catch (const Error& error) {
        section.fail("template", error.message().headline, error.message().advice);
      }
      wishes_.templates.push_back(text);
    }
  }

  void command_words(const FileSection& section, std::string_view key) {
    if (const auto* node = section.find(key); node && node->as<std::string>())
      section.fail(key, "the command is a list of words, so that no shell is between",
                   {fmt::format("{} = [\"python\", \"train.py\", \"--lr\", \"{{lr}}\"]", key)});
    wishes_.command = section.texts(key);
    if (section.find(key) && wishes_.command.empty()) section.fail(key, "the command is empty");
  }

  void objective(const TomlNode& node) {
    const FileSection section(file_, node, "[objective]", Keys{"maximize", "minimize", "metric", "from", "step"});
    wishes_.step = section.text("step");
    const Goal shape = summary(section);
    for (const auto& [key, value] : *node.as<TomlTable>()) {
      if (key != "maximize" && key != "minimize") continue;
      for (const auto& metric : section.texts(key)) {
        Goal goal = shape;
        goal.metric = metric, goal.maximize = key == "maximize";
        wishes_.goals.push_back(goal);
      }
    }
    wishes_.metrics = section.texts("metric");
  }

  /// `from`: last, best, mean_last or mean_last(5).
  static Goal summary(const FileSection& section) {
    Goal goal;
    const auto from = section.text("from");
    if (!from || *from == "last") return goal;
    if (*from == "best") {
      goal.from = Summary::best;
      return goal;
    }
    std::string_view text = *from;
    goal.from = Summary::mean_last, goal.reports = 5;
    if (text == "mean_last") return goal;
    if (text.starts_with("mean_last(") && text.ends_with(")")) {
      const auto count = to_integer(text.substr(10, text.size() - 11));
      if (count && *count >= 1 && *count <= 1'000'000) {
        goal.reports = static_cast<int>(*count);
        return goal;
      }
    }
    section.fail("from", "from is \"last\", \"best\" or \"mean_last(5)\"");
  }

  void space(const TomlNode& node) {
    const auto* table = node.as<TomlTable>();
    if (!table) file_.fail(node.line, "[space] is a table of parameters");
    wishes_.whole_space = true;
    for (const auto& [name, range] : *table) {
      if (name == "epochs" || name == "epoch")
        file_.fail(range.line, "the length of training is no parameter: a longer training only looks better",
                   {"Give it as a budget:  [budget]  epochs = [3, 90]   and {trial.epochs} in the command.",
                    "If it must be searched, call the parameter something else."});
      parameter(name, range);
    }
  }

  void parameter(const std::string& name, const TomlNode& range) {
    std::string flaw;
    const std::string json = to_json(range, flaw);
    if (!flaw.empty()) file_.fail(range.line, flaw);
    try {
      wishes_.parameters.push_back(parameter_from_json(name, json));
    } catch (const Error& error) {
      throw Error(ErrorKind::invalid, error.message().code,
                  fmt::format("{} line {}: {}", file_.name, range.line, error.message().headline),
                  error.message().advice);
    }
  }

  void constraints(const TomlNode& node) {
    const auto* table = node.as<TomlTable>();
    if (!table) file_.fail(node.line, "[constraints] is a table of names and expressions");
    for (const auto& [name, rule] : *table) {
      if (rule.as<TomlTable>()) {
        limit(name, rule);
        continue;
      }
      const auto* text = rule.as<std::string>();
      if (!text)
        file_.fail(rule.line,
                   "a constraint is an expression in quotes, as \"width * depth <= 6400\", or a limit as { metric = "
                   "\"ms\", max = 5 }");
      wishes_.constraints.push_back({name, *text});
    }
  }

  /// `small = { metric = "params_m", max = 5 }`
  void limit(const std::string& name, const TomlNode& node) {
    const FileSection section(file_, node, "[constraints] " + name, Keys{"metric", "max", "min"});
    const auto metric = section.text("metric");
    const auto max = section.number("max", lowest_bound), min = section.number("min", lowest_bound);
    if (!metric || metric->empty() || (!max && !min))
      file_.fail(node.line, "a limit on what a trial measures has a metric, and a max or a min",
                 {fmt::format("{} = {{ metric = \"params_m\", max = 5 }}", name)});
    if (max && min && *max < *min) file_.fail(node.line, "max is below min, so no trial can keep the limit");
    if (max) wishes_.limits.push_back({.metric = *metric, .bound = *max});
    if (min) wishes_.limits.push_back({.metric = *metric, .bound = *min, .at_least = true});
  }

  void budget(const TomlNode& node) {
    const FileSection section(file_, node, "[budget]", Keys{"trials", "hours", "until", "epochs"});
    if (const auto trials = section.whole("trials", 1, 10'000'000)) wishes_.trials = static_cast<int>(*trials);
    wishes_.hours = section.number("hours", 0);
    if (const auto text = section.text("until")) {
      wishes_.until = parse_until(*text, now_);
      if (!wishes_.until) section.fail("until", "until is a time as \"08:00\" or \"2026-10-02 08:00\"");
    }
    if (const auto* epochs = section.find("epochs")) lengths(section, *epochs);
  }

  void lengths(const FileSection& section, const TomlNode& node) {
    std::vector<double> ends;
    const TomlArray one{node};
    const TomlArray* all = node.as<TomlArray>() ? node.as<TomlArray>() : &one;
    for (const auto& end : *all) {
      if (const auto* whole = end.as<std::int64_t>()) ends.push_back(static_cast<double>(*whole));
      if (const auto* real = end.as<double>()) ends.push_back(*real);
    }
    if (ends.empty() || ends.size() > 2 || ends.size() != all->size() || !(ends.front() > 0) ||
        !(ends.back() >= ends.front()) || !(ends.back() <= 1e15))
      section.fail("epochs", "epochs is the full length, or [shortest useful, full], above 0");
    wishes_.epochs = {ends.front(), ends.back()};
  }

  void resources(const TomlNode& node) {
    const FileSection section(file_, node, "[resources]",
                              Keys{"jobs", "cores", "timeout", "memory", "grace", "gpus", "per_gpu"}, Keys{"nodes"});
    if (const auto jobs = count_or_auto(section, "jobs")) wishes_.jobs = static_cast<int>(*jobs);
    if (const auto cores = count_or_auto(section, "cores")) wishes_.cores = static_cast<int>(*cores);
    wishes_.timeout = duration(section, "timeout");
    wishes_.grace = duration(section, "grace");
    if (const auto text = size_text_of(section, "memory")) wishes_.memory = text;
    const auto* gpus = section.find("gpus");
    if (gpus && gpus->as<std::string>() && *gpus->as<std::string>() == "all")
      wishes_.all_gpus = true;
    else if (!gpus || !gpus->as<std::string>() || *gpus->as<std::string>() != "auto")
      if (const auto count = section.whole("gpus", 0, 1024)) wishes_.gpus = static_cast<int>(*count);
    if (const auto share = count_or_auto(section, "per_gpu")) wishes_.per_gpu = static_cast<int>(*share);
  }

  std::optional<long long> count_or_auto(const FileSection& section, std::string_view key) const {
    const auto* node = section.find(key);
    if (node && node->as<std::string>() && *node->as<std::string>() == "auto") return {};
    return section.whole(key, 1, 10'000);
  }

  std::optional<double> duration(const FileSection& section, std::string_view key) const {
    const auto* node = section.find(key);
    if (!node) return {};
    if (!node->as<std::string>()) return section.number(key, 0);
    const auto seconds = parse_duration(*node->as<std::string>());
    if (!seconds) section.fail(key, fmt::format("{} is a duration as \"90s\", \"1h30m\" or \"2 days\"", key));
    return seconds;
  }

  std::optional<std::uint64_t> size_text_of(const FileSection& section, std::string_view key) const {
    const auto* node = section.find(key);
    if (!node) return {};
    if (!node->as<std::string>()) return static_cast<std::uint64_t>(section.number(key, 1).value_or(0));
    const auto bytes = parse_size(*node->as<std::string>());
    if (!bytes || *bytes == 0) section.fail(key, fmt::format("{} is a size as \"2GB\" or \"512 MiB\"", key));
    return bytes;
  }

  void retry(const TomlNode& node) {
    const FileSection section(file_, node, "[retry]", Keys{"lost", "error", "oom"});
    if (const auto lost = section.whole("lost", 0, 1000)) wishes_.retry_lost = static_cast<int>(*lost);
    if (const auto error = section.whole("error", 0, 1000)) wishes_.retry_error = static_cast<int>(*error);
    if (const auto oom = section.text("oom"); oom && *oom != "infeasible")
      section.fail("oom", "only oom = \"infeasible\" is supported yet by this version of Kilter");
  }

  /// `sampler = "grid"` or `sampler = { name = "grid", points = 7 }`.
  std::optional<Plug> plug(std::string_view key) const {
    const auto* node = top_.find(key);
    if (!node) return {};
    if (const auto* name = node->as<std::string>()) return Plug{*name};
    const auto* table = node->as<TomlTable>();
    const auto* name = node->find("name");
    if (!table || !name || !name->as<std::string>())
      top_.fail(key, fmt::format("{} is a name, or a table with a name and options", key),
                {fmt::format("{} = \"...\"   or   [{}]  name = \"...\"", key, key)});
    TomlNode options;
    TomlTable rest;
    for (const auto& member : *table)
      if (member.key != "name") rest.push_back(member);
    options.value = std::move(rest);
    std::string flaw;
    Plug plug{*name->as<std::string>(), to_json(options, flaw)};
    if (!flaw.empty()) top_.fail(key, flaw);
    return plug;
  }

  ShownFile file_;
  WallTime now_;
  FileSection top_;
  Wishes wishes_;
};

}  // namespace

Wishes parse_study_file(std::string_view text, const std::string& shown_name, WallTime now, TreeReader reader) {
  const TomlNode root = reader(text, shown_name);
  ShownFile shown{shown_name, {}};
  for (const auto line : split(text, '\n')) shown.lines.emplace_back(line);
  return StudyFile(std::move(shown), root, now).read();
}

std::string study_file_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  // One byte more than a study file may have, so that a device that never ends is refused as too large.
  std::string text((1 << 20) + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad() || (in.fail() && !in.eof()))
    throw Error(ErrorKind::invalid, {}, fmt::format("the file {} cannot be read", printable(file.string(), 200)),
                {"Is the path right, and may you read it?"});
  return text;
}

Wishes read_study_file(const std::filesystem::path& file, WallTime now, TreeReader reader) {
  Wishes wishes = parse_study_file(study_file_text(file), printable(file.string(), 200), now, reader);
  const auto folder = std::filesystem::absolute(file).parent_path();
  if (!wishes.command.empty()) wishes.directory = folder / wishes.directory.value_or("");
  return wishes;
}

}  // namespace kilter
