// SPDX-License-Identifier: MIT
#include "bench/tasks/curves.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/tasks/lines.hpp"

namespace kilter::bench {
namespace {

double unit(const Parameter& p, double x) {
  if (p.scale == Scale::log) return (std::log(x) - std::log(p.low)) / (std::log(p.high) - std::log(p.low));
  return (x - p.low) / (p.high - p.low);
}

std::vector<Parameter> parameters(const std::filesystem::path& file) {
  std::vector<Parameter> all;
  const auto json = nlohmann::json::parse(read_text(file));
  for (const auto& read : json.at("parameters")) {
    Parameter p;
    p.name = read.at("name");
    p.kind = Kind::real;
    p.scale = read.at("log").get<bool>() ? Scale::log : Scale::linear;
    p.low = read.at("low"), p.high = read.at("high");
    all.push_back(std::move(p));
  }
  return all;
}

std::vector<std::vector<double>> losses(const std::filesystem::path& file, std::size_t settings) {
  std::vector<std::vector<double>> all(settings);
  for (const auto& row : read_rows(file)) {
    const auto setting = static_cast<std::size_t>(number(row.at("config")));
    const std::string& cell = row.at("valid_loss");
    double value = cell.empty() ? std::nan("") : number(cell);
    auto& curve = all.at(setting);
    if (!std::isfinite(value)) value = curve.empty() ? 1e6 : 10 * curve.front();
    curve.push_back(value);
  }
  for (auto& curve : all)
    if (!curve.empty()) curve.erase(curve.begin());
  return all;
}

}  // namespace

std::vector<CurveTask> curve_tasks(const std::filesystem::path& data) {
  const auto folder = data / "curves/taskset_rnn";
  const Space space(parameters(folder / "space.json"));
  std::vector<std::vector<double>> units;
  for (const auto& row : read_rows(folder / "configs.tsv.gz")) {
    std::vector<double> at;
    for (const auto& p : space.parameters()) at.push_back(unit(p, number(row.at(p.name))));
    units.push_back(std::move(at));
  }
  std::vector<CurveTask> tasks;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename();
    if (!file.starts_with("patch") || !file.ends_with(".tsv.gz")) continue;
    tasks.push_back({file.substr(0, file.size() - 7), space, units, losses(entry.path(), units.size())});
  }
  if (tasks.empty()) throw std::runtime_error("no curves in " + folder.string());
  std::sort(tasks.begin(), tasks.end(), [](const CurveTask& a, const CurveTask& b) { return a.name < b.name; });
  return tasks;
}

std::vector<double> unit_of(const CurveTask& task, const Params& params) {
  std::vector<double> at;
  for (std::size_t i = 0; i < task.space.size(); ++i)
    at.push_back(unit(task.space[i], std::get<double>(task.space.value(i, params[i]))));
  return at;
}

}  // namespace kilter::bench
