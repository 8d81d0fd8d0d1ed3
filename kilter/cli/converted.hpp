// SPDX-License-Identifier: MIT
// What a sweep of another tool becomes: a study file, and a list of what it could not keep.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kilter/setup/file_section.hpp"
#include "kilter/space/parameter.hpp"

namespace kilter::cli {

/// Something of the sweep that is not carried over, or not as it was.
struct Loss {
  int line = 0;
  std::string what;
};

struct Converted {
  std::string kind;  ///< "W&B sweep"
  std::optional<std::string> name, note;
  std::vector<std::string> command;                 ///< with placeholders; empty: the sweep names none
  std::vector<std::pair<std::string, bool>> goals;  ///< metric, and whether more of it is better
  std::optional<std::string> sampler, scheduler;    ///< as they stand behind `=`
  std::vector<Parameter> parameters;
  std::optional<std::int64_t> trials, jobs;
  std::vector<double> epochs;  ///< shortest useful and full length, or one length
  std::vector<Loss> lost;
};

/// `line 3: project has no counterpart`, in the order of the lines.
std::vector<std::string> losses(const Converted& converted);

/// The study file, what is lost as comments at its head.
std::string to_toml(const Converted& converted, const std::string& shown_name);

/// A word of a command in which braces mean nothing.
std::string literal_word(const std::string& word);

/// The name under which a parameter can stand in a study file: with a `_` behind where Kilter uses the name itself.
std::string free_parameter_name(const std::string& name);

/// The value under `key`; throws Error(invalid) with its line where it is another kind.
std::string text_of(const ShownFile& file, const TomlNode& node, const std::string& key);
double number_of(const ShownFile& file, const TomlNode& node, const std::string& key);

/// One parameter of a W&B sweep, of any of its distributions; what is not kept is added to `lost`. Throws
/// Error(invalid) with the line.
Parameter wandb_parameter(const ShownFile& file, const std::string& name, const TomlNode& node,
                          std::vector<Loss>& lost);

/// Throws Error(invalid) with the line where they cannot be read.
Converted convert_wandb(const ShownFile& file, const TomlNode& root);
Converted convert_hydra_config(const ShownFile& file, const TomlNode& root);
/// Lines such as `python app.py -m lr=interval(1e-4,1e-1) optimizer=adam,sgd`.
Converted convert_hydra_overrides(const ShownFile& file);
bool looks_like_overrides(const ShownFile& file);

}  // namespace kilter::cli
