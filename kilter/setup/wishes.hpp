// SPDX-License-Identifier: MIT
// What the user asked for, from one source or several; what was not said is absent.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kilter/core/settings.hpp"

namespace kilter {

/// Where the trials of a study run: all in the folder of the command, or each in one of its own.
enum class Workdir { shared, trial };

struct Wishes {
  std::optional<std::string> name;
  std::optional<std::string> note;
  std::vector<std::string> command;
  std::optional<std::filesystem::path> directory;
  std::map<std::string, std::string> environment;
  std::vector<Goal> goals;
  std::vector<std::string> metrics;  ///< goals whose direction is for Kilter to know
  std::optional<std::string> step;   ///< name of the number that counts steps
  std::vector<Parameter> parameters;
  bool whole_space = false;  ///< those are all there are, beside the ranges in the command
  std::vector<Constraint> constraints;
  std::vector<Limit> limits;
  std::optional<int> trials;
  std::optional<double> hours;
  std::optional<WallTime> until;
  std::optional<std::pair<double, double>> epochs;  ///< shortest useful and full length
  std::optional<int> jobs;
  std::optional<double> timeout;        ///< seconds per trial
  std::optional<std::uint64_t> memory;  ///< bytes per trial
  std::optional<double> grace;          ///< seconds
  std::optional<int> cores;             ///< per trial
  std::optional<int> gpus;              ///< per trial; 0: none are handed out
  std::optional<int> per_gpu;           ///< trials that share one
  std::optional<bool> all_gpus;         ///< also those where others hold memory
  std::optional<bool> pty;
  std::optional<Workdir> workdir;
  std::vector<std::string> logs;       ///< files to follow
  std::vector<std::string> templates;  ///< as `in -> out`
  std::optional<int> parts;            ///< of a trial
  std::optional<PartKind> part_kind;
  std::vector<std::string> instances;  ///< their names, where they have any
  std::optional<Aggregate> aggregate;
  std::optional<std::string> test_metric;
  std::vector<std::string> track;  ///< where it is tracked, as `tensorboard=runs`
  std::optional<int> retry_lost;
  std::optional<int> retry_error;
  std::optional<Plug> sampler;
  std::optional<Plug> scheduler;
  std::optional<std::uint64_t> seed;
};

/// What `upper` says, and what only `lower` says. Parameters are taken one by one, by name; goals and the command as a
/// whole.
Wishes merged(Wishes upper, Wishes lower);

}  // namespace kilter
