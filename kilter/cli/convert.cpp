// SPDX-License-Identifier: MIT
// `kilter convert`: a sweep of another tool as a study file.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/clock.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/converted.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/yaml_tree.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/setup/study_file.hpp"

namespace kilter::cli {
namespace {

const std::vector<std::string> readable{
    "Read are a W&B sweep (method, metric, parameters), hydra.sweeper.params of a Hydra config,",
    "and lines of Hydra overrides such as lr=interval(1e-4,1e-1)."};

Converted convert(const ShownFile& file, const std::string& text) {
  if (looks_like_overrides(file)) return convert_hydra_overrides(file);
  const TomlNode root = parse_yaml(text, file.name);
  if (!root.as<TomlTable>()) file.fail(1, "this is no sweep", readable);
  if (root.find("hydra")) return convert_hydra_config(file, root);
  if (root.find("parameters")) return convert_wandb(file, root);
  file.fail(1, "this is no sweep that Kilter knows", readable);
}

/// What is printed must be what `kilter run` reads; where it is not, the sweep breaks a rule of the space.
void check(const std::string& toml, const std::string& name) {
  try {
    const Wishes wishes = parse_study_file(toml, "study.toml", WallTime{});
    if (!wishes.command.empty()) plan(wishes, true);
  } catch (const Error& error) {
    throw Error(ErrorKind::invalid, error.message().code,
                fmt::format("{} makes no study: {}", name, error.message().headline), error.message().advice);
  }
}

}  // namespace

int verb_convert(Options& options) {
  options.read(1, 1, "a file");
  const std::string& path = options.words().front();
  const std::string text = study_file_text(path);
  ShownFile file{printable(path, 200), {}};
  for (const auto line : split(text, '\n')) file.lines.emplace_back(line);
  const Converted converted = convert(file, text);
  const std::string toml = to_toml(converted, file.name);
  check(toml, file.name);
  if (options.manner().json)
    print_json(
        {{"schema", "kilter/convert/1"}, {"kind", converted.kind}, {"study_file", toml}, {"lost", losses(converted)}},
        {fmt::format("kilter convert {} > study.toml", path), "kilter run --dry-run study.toml --json"});
  else
    fmt::print("{}", toml);
  return 0;
}

}  // namespace kilter::cli
