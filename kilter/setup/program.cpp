// SPDX-License-Identifier: MIT
#include "kilter/setup/program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/core/whole.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool is_runnable(const fs::path& file) {
  std::error_code failed;
  return fs::is_regular_file(file, failed) && access(file.c_str(), X_OK) == 0;
}

bool in_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  for (const auto folder : split(path ? path : "/usr/local/bin:/usr/bin:/bin", ':'))
    if (is_runnable(fs::path(folder.empty() ? "." : std::string(folder)) / name)) return true;
  return false;
}

/// How people start a file of that kind; empty where it is not known.
std::string interpreter_of(const fs::path& file) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 6> known{
      {{".py", "python"}, {".sh", "sh"}, {".R", "Rscript"}, {".jl", "julia"}, {".js", "node"}, {".m", "octave"}}};
  for (const auto& [ending, program] : known)
    if (file.extension() == ending) return program;
  return {};
}

}  // namespace

std::string to_json(const Program& program) {
  const Command& command = program.command;
  Json json{{"command", command.words}, {"directory", command.directory.string()}};
  if (!command.environment.empty()) json["environment"] = command.environment;
  if (!command.step.empty()) json["step"] = command.step;
  if (program.timeout) json["timeout"] = *program.timeout;
  if (program.memory) json["memory"] = *program.memory;
  json["grace"] = program.grace;
  if (program.jobs) json["jobs"] = *program.jobs;
  if (program.cores) json["cores"] = *program.cores;
  if (program.gpus) json["gpus"] = *program.gpus;
  if (program.per_gpu) json["per_gpu"] = *program.per_gpu;
  if (program.workdir) json["workdir"] = *program.workdir == Workdir::trial ? "trial" : "shared";
  if (!program.track.empty()) json["track"] = program.track;
  if (command.pty) json["pty"] = true;
  if (!command.instances.empty()) json["instances"] = command.instances;
  if (!command.logs.empty()) json["logs"] = command.logs;
  for (const auto& file : command.templates)
    json["templates"].push_back({{"from", file.from}, {"to", file.to}, {"names", file.names}});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Program program_from_json(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    Program program;
    if (!json.contains("command")) return program;
    program.command.words = json.at("command").get<std::vector<std::string>>();
    program.command.directory = json.value("directory", std::string());
    if (json.contains("environment")) program.command.environment = json["environment"];
    program.command.step = json.value("step", std::string());
    if (json.contains("timeout")) program.timeout = json["timeout"].get<double>();
    if (json.contains("memory")) program.memory = whole<std::uint64_t>(json["memory"]);
    program.grace = json.value("grace", program.grace);
    if (json.contains("jobs")) program.jobs = whole<int>(json["jobs"]);
    if (json.contains("cores")) program.cores = whole<int>(json["cores"]);
    if (json.contains("gpus")) program.gpus = whole<int>(json["gpus"]);
    if (json.contains("per_gpu")) program.per_gpu = whole<int>(json["per_gpu"]);
    if (json.contains("workdir")) program.workdir = json["workdir"] == "trial" ? Workdir::trial : Workdir::shared;
    program.command.own_folder = program.workdir == Workdir::trial;
    if (json.contains("track")) program.track = json["track"].get<std::vector<std::string>>();
    program.command.pty = json.value("pty", false);
    if (json.contains("instances")) program.command.instances = json["instances"].get<std::vector<std::string>>();
    if (json.contains("logs")) program.command.logs = json["logs"].get<std::vector<std::string>>();
    if (json.contains("templates"))
      for (const auto& file : json["templates"])
        program.command.templates.push_back(
            {file.at("from"), file.at("to"), file.at("names").get<std::vector<std::string>>()});
    return program;
  } catch (const Json::exception& failure) {
    throw Error(ErrorKind::invalid, std::string("the study's program cannot be read: ") + failure.what());
  }
}

void check_program(const Command& command) {
  if (command.words.empty()) return;
  const std::string& name = command.words.front();
  const bool path = name.find('/') != std::string::npos;
  const fs::path file = command.directory / name;
  if (path ? is_runnable(file) : in_path(name)) return;
  std::vector<std::string> advice;
  std::error_code failed;
  if (fs::is_regular_file(file, failed)) {
    const std::string with = interpreter_of(file);
    if (!with.empty())
      advice.push_back(
          fmt::format("Start it the way you do by hand: -- {} {} ...   (or make it executable, add a #! "
                      "line and write ./{})",
                      with, name, fs::path(name).filename().string()));
    else if (access(file.c_str(), X_OK) == 0)
      advice.push_back(fmt::format("It is in this folder; write -- ./{} ...", name));
    else
      advice.push_back(fmt::format("The file is there but not executable: chmod +x {}", name));
  } else if (path) {
    advice.push_back("There is no such file. Relative paths start at " + command.directory.string());
  } else {
    advice.push_back("It is in no folder of PATH. Start it the way you do by hand.");
  }
  throw Error(ErrorKind::usage, "K112", fmt::format("program not found: \"{}\"", printable(name, 200)), advice);
}

std::string name_of(const std::vector<std::string>& words) {
  static constexpr std::array interpreters = {"python", "python3", "sh",   "bash",     "node",   "Rscript",
                                              "julia",  "perl",    "ruby", "torchrun", "mpirun", "srun",
                                              "env",    "uv",      "time", "nice",     "octave", "java"};
  std::string name;
  for (const auto& word : words) {
    const std::string stem = fs::path(word).stem().string();
    const bool starter =
        std::find(interpreters.begin(), interpreters.end(), fs::path(word).filename().string()) != interpreters.end() ||
        word.starts_with("python3.") || word.starts_with('-') || word == "run" || word.find('=') != std::string::npos;
    if (word.find('{') != std::string::npos) break;
    if (name.empty() || !starter) name = stem;
    if (!starter) break;
  }
  std::string safe;
  for (const char c : name)
    safe += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' ? c : '-';
  while (!safe.empty() && (safe.front() == '.' || safe.front() == '-')) safe.erase(0, 1);
  return safe.empty() ? "study" : safe.substr(0, 60);
}

}  // namespace kilter
