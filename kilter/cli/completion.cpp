// SPDX-License-Identifier: MIT
// `kilter completion`: what a shell needs to complete commands, options and names of studies.
#include <fmt/format.h>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/help_pages.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {

int verb_completion(Options& options) {
  options.read(1, 1, "bash or zsh");
  const std::string& shell = options.words().front();
  const std::string text = completion(shell);
  if (text.empty())
    throw Error(ErrorKind::usage, {}, fmt::format("there is no completion for \"{}\"", printable(shell, 60)),
                {"There are: kilter completion bash     kilter completion zsh"});
  fmt::print("{}", text);
  return 0;
}

}  // namespace kilter::cli
