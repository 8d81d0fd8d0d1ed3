// SPDX-License-Identifier: MIT
// The options of a program, as its --help tells them.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

struct ProgramOption {
  std::string name;  ///< without dashes: "batch-size"
  bool takes_value = false;
  bool has_no = false;  ///< `--amp` and `--no-amp`
  std::vector<std::string> choices;
  std::string kind;                     ///< "int", "float", "text", or empty where the help does not say
  std::optional<std::string> fallback;  ///< the default, as it is written
  std::string text;                     ///< what it is for
};

/// The long options in a help text of argparse, click, absl or getopt's style, in order; --help and --version are left
/// out.
std::vector<ProgramOption> parse_program_help(std::string_view help);

/// Defaults and kinds from `add_argument(...)` calls in a Python source, for options whose help does not tell them.
void complete_from_source(std::vector<ProgramOption>& options, std::string_view source);

/// Names of numbers that a source prints as `name={...}` or `name: %f`, in order of first use.
std::vector<std::string> printed_metrics(std::string_view source);

struct SourceConstant {
  std::string name;
  std::string value;                  ///< a number or True or False
  std::size_t begin = 0, length = 0;  ///< of the value in the source
};
/// `name = 3` at the beginning of a line, before any function.
std::vector<SourceConstant> top_level_constants(std::string_view source);

}  // namespace kilter
