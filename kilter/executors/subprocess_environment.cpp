// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_environment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <cmath>
#include <set>
#include <string_view>

#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"

namespace kilter {
namespace {

using Entries = std::map<std::string, std::string>;

/// Names that speak of one trial: those of a trial in which Kilter itself runs must not reach its own trials.
bool speaks_of_a_trial(std::string_view name) {
  static const std::set<std::string_view> names = {
      "KILTER_STUDY",    "KILTER_TRIAL",  "KILTER_TRIAL_DIR", "KILTER_PARAMS", "KILTER_SEED",
      "KILTER_REPORT",   "KILTER_RESUME", "KILTER_STEP",      "KILTER_BUDGET", "KILTER_FOLD",
      "KILTER_INSTANCE", "KILTER_SOCKET", "KILTER_ATTEMPT"};
  return names.contains(name) || name.starts_with("KILTER_P_");
}

Entries inherited() {
  Entries entries;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=', 1);
    if (equals == text.npos || speaks_of_a_trial(text.substr(0, equals))) continue;
    entries.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return entries;
}

/// Threads of trials side by side that wait for work by spinning take the processor from each other; so each trial has
/// as many as it has cores, and they sleep while they wait.
void add_thread_environment(Entries& entries, int cores) {
  const std::string threads = std::to_string(cores);
  for (const char* name : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"})
    entries.emplace(name, threads);
  entries.emplace("OMP_WAIT_POLICY", "passive");
  entries.emplace("KMP_BLOCKTIME", "0");
}

std::string upper_case(std::string_view name) {
  std::string text;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    text += byte < 0x80 && std::isalnum(byte) ? static_cast<char>(std::toupper(byte)) : '_';
  }
  return text;
}

}  // namespace

ProgramEnvironment::ProgramEnvironment(const Command& command, const SubprocessOptions& options)
    : parts_(options.parts), part_kind_(options.part_kind), instances_(command.instances) {
  Entries entries = inherited();
  for (const auto& [name, value] : command.environment) entries[name] = value;
  if (options.thread_environment) add_thread_environment(entries, options.cores_per_job);
  // A pipe instead of a terminal would make Python hold its lines back.
  entries.emplace("PYTHONUNBUFFERED", "1");
  entries["KILTER_STUDY"] = options.study;
  // A program that logs to W&B by itself has its runs together there, named as the trials are.
  entries.emplace("WANDB_RUN_GROUP", options.study);
  if (!entries.contains("WANDB_NAME")) wandb_name_ = options.study;
  for (const auto& [name, value] : entries) common_.push_back(fmt::format("{}={}", name, value));
}

std::vector<std::string> ProgramEnvironment::of(const Job& job, const RunFiles& files, const std::string& socket,
                                                const DeviceSlot& slot) const {
  std::vector<std::string> entries = common_;
  if (!slot.devices.empty()) {
    std::erase_if(entries, [](const std::string& entry) {
      return entry.starts_with("CUDA_VISIBLE_DEVICES=") || entry.starts_with("CUDA_DEVICE_ORDER=");
    });
    entries.push_back("CUDA_DEVICE_ORDER=PCI_BUS_ID");
    entries.push_back("CUDA_VISIBLE_DEVICES=" + join(slot.devices, ","));
  }
  if (!wandb_name_.empty()) entries.push_back(fmt::format("WANDB_NAME={}-{:04}", wandb_name_, job.run.trial));
  const auto add = [&](std::string_view name, std::string_view value) {
    entries.push_back(fmt::format("KILTER_{}={}", name, value));
  };
  add("TRIAL", std::to_string(job.run.trial));
  add("ATTEMPT", std::to_string(job.run.attempt));
  add("TRIAL_DIR", files.directory.native());
  add("PARAMS", files.params.native());
  add("REPORT", files.report.native());
  add("SOCKET", socket);
  add("SEED", std::to_string(job.seed));
  add("RESUME", job.run.attempt > 0 || job.from_step > 0 || job.from ? "1" : "0");
  add("STEP", to_text(job.from_step));
  if (job.budget != 1) add("BUDGET", to_text(job.budget));
  if (parts_ > 1 && part_kind_ == PartKind::fold) add("FOLD", std::to_string(job.run.part));
  if (parts_ > 1 && part_kind_ == PartKind::instance) add("INSTANCE", instance_name(instances_, job.run.part));
  for (std::size_t i = 0; i < job.space.size() && i < job.params.size(); ++i)
    if (!std::isnan(job.params[i]))
      add("P_" + upper_case(job.space[i].name), to_text(job.space.value(i, job.params[i])));
  return entries;
}

}  // namespace kilter
