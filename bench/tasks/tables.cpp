// SPDX-License-Identifier: MIT
// Every setting of a small space, trained and recorded: ordered parameters are indices, the others choices.
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/tasks/lines.hpp"
#include "bench/tasks/task.hpp"
#include "kilter/base/text.hpp"

namespace kilter::bench {
namespace {

using Json = nlohmann::json;

/// The mean over the repetitions that were run, by line.
std::vector<double> means(const std::filesystem::path& file, std::size_t parameters) {
  const std::string text = read_text(file);
  auto lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  std::vector<double> means;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto cells = split(lines[i], '\t');
    double sum = 0;
    int runs = 0;
    for (std::size_t j = parameters; j < cells.size(); ++j)
      if (!cells[j].empty()) sum += number(cells[j]), ++runs;
    means.push_back(runs > 0 ? sum / runs : std::numeric_limits<double>::quiet_NaN());
  }
  return means;
}

Parameter parameter(const Json& json) {
  Parameter p;
  p.name = json.at("name").get<std::string>();
  const auto size = static_cast<std::int64_t>(json.at("values").size());
  if (json.at("type") == "cat") {
    p.kind = Kind::categorical;
    for (std::int64_t i = 0; i < size; ++i) p.choices.emplace_back(i);
  } else {
    p.kind = Kind::integer;
    p.low = 0;
    p.high = static_cast<double>(size - 1);
  }
  return p;
}

Task table(const std::string& name, const std::filesystem::path& file, const Json& json) {
  std::vector<Parameter> parameters;
  std::vector<std::size_t> sizes;
  for (const auto& one : json.at("parameters")) {
    parameters.push_back(parameter(one));
    sizes.push_back(one.at("values").size());
  }
  Task task{.name = name, .goals = {{.metric = "value", .maximize = json.at("direction") == "maximize"}}};
  std::vector<double> values = means(file, parameters.size());
  std::size_t rows = 1;
  for (const std::size_t size : sizes) rows *= size;
  if (values.size() != rows) throw std::runtime_error(file.string() + ": not one line a setting");
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  task.best = task.goals[0].maximize ? *most : *least;
  task.space = Space(std::move(parameters));
  task.values = [sizes, values = std::move(values)](const Params& params) {
    std::size_t line = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) line = line * sizes[i] + static_cast<std::size_t>(params[i]);
    return std::vector{values[line]};
  };
  return task;
}

}  // namespace

std::vector<Named> table_tasks(const std::filesystem::path& data) {
  std::vector<Named> tasks;
  if (!std::filesystem::is_directory(data / "tables")) return tasks;
  for (const auto& family : std::filesystem::directory_iterator(data / "tables")) {
    const auto file = family.path() / "space.json";
    if (!std::filesystem::exists(file)) continue;
    const Json json = Json::parse(read_text(file));
    for (const std::string task : json.at("tasks")) {
      const auto name = family.path().filename().string() + "/" + task;
      const auto values = family.path() / (task + ".tsv.gz");
      tasks.push_back({name, "tables", [=] { return table(name, values, json); }});
    }
  }
  std::sort(tasks.begin(), tasks.end(), [](const Named& a, const Named& b) { return a.name < b.name; });
  return tasks;
}

}  // namespace kilter::bench
