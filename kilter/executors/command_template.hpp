// SPDX-License-Identifier: MIT
// A command with placeholders: the ranges written into it, and the arguments of one run.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "kilter/core/executor.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/executors/placeholder.hpp"

namespace kilter {

/// `{lr}`, `{lr:.2e}`, `{flag:flag}`, `{flag:no}`, `{*}`, `{*=}`, `{params}`, `{params.toml}`, `{trial}`,
/// `{trial.dir}`, `{trial.seed}`,
/// `{trial.epochs}`, `{epochs}`, `{gpus}`, `{{` and `}}` for braces, and ranges: `{lr:log(1e-4,1)=0.1}`, also with the
/// way to write the value behind: `{lr:log(1e-4,1):.2e}`, `{amp:bool:flag}`. A value.
class CommandTemplate {
 public:
  /// Throws Error(usage) naming the word and the column; K101 where no placeholder depends on a parameter. `declared`:
  /// names of parameters that a study file has, for that message.
  static CommandTemplate parse(const std::vector<std::string>& words, const std::vector<std::string>& declared = {});

  /// The words of a command; what its file templates name has its effect through them.
  static CommandTemplate of(const Command& command, const std::vector<std::string>& declared = {});

  /// The parameters whose ranges stand in the command, in order.
  const std::vector<Parameter>& parameters() const { return parameters_; }
  /// The words with ranges reduced to plain placeholders, as a study keeps them.
  const std::vector<std::string>& words() const { return words_; }
  /// Whether all parameters reach the program, whatever their names: by `{*}`, a params file or the environment.
  bool gives_all() const;
  /// Whether `{placeholder}` stands in the command.
  bool names(std::string_view placeholder) const;
  /// Throws Error(usage) with names where a placeholder is no parameter of the space or does not fit its kind, or
  /// (K101's second line) where the command leaves out a parameter that would then have no effect.
  void check(const Space& space) const;
  /// The arguments of a run. `surroundings` holds `trial.dir`, `params`, `gpus` and the like. An inactive parameter:
  /// its word vanishes, and a preceding word that starts with `-` too, unless the word itself is an option.
  std::vector<std::string> expand(const Job& job, const std::map<std::string, std::string>& surroundings) const;

 private:
  struct Word {
    std::vector<Piece> pieces;
    bool vanishes_alone = false;  ///< the word before it is no option that waits for it
  };

  static CommandTemplate parse(const std::vector<std::string>& words, const std::vector<std::string>& declared,
                               const std::vector<FileTemplate>& templates);
  void add_parameter(Parameter parameter, const std::string& where);

  std::vector<std::string> words_;
  std::vector<Word> parsed_;
  std::vector<Parameter> parameters_;
  std::vector<std::string> named_;  ///< in the placeholders, in order
};

/// A text with the placeholders of a run filled in, as in a command; those of parameters that do not exist are empty.
/// Throws Error(usage).
std::string expand_text(const std::string& text, const Job& job,
                        const std::map<std::string, std::string>& surroundings);

/// What `{instance}` stands for: a name, or the number of the part where they have none.
std::string instance_name(const std::vector<std::string>& instances, int part);

/// Words as a person would type them in a POSIX shell.
std::string shell_quoted(const std::vector<std::string>& words);

}  // namespace kilter
