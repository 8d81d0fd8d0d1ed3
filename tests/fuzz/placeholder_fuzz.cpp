// SPDX-License-Identifier: MIT
// Any command: an Error or a template whose reduced words mean the same, and arguments without surprises.
#include <cstdlib>
#include <string>
#include <string_view>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"

namespace {

using namespace kilter;

void require(bool holds) {
  if (!holds) std::abort();
}

const Job& job() {
  static const Job made = [] {
    Job job;
    job.space = Space({parse_range("lr", "log(1e-4,1)"), parse_range("n", "int(1,9)"), parse_range("b", "bool"),
                       parse_range("c", "choice(relu,tanh)")});
    job.params = {0.01, 3, 1, 0};
    return job;
  }();
  return made;
}

void try_command(const std::vector<std::string>& words) {
  const auto command = CommandTemplate::parse(words);
  const auto reduced = CommandTemplate::parse(command.words());
  require(reduced.words() == command.words());
  require(reduced.parameters().empty());
  const auto arguments = command.expand(job(), {});
  require(arguments == reduced.expand(job(), {}));
  shell_quoted(arguments);
  command.check(command.parameters().empty() ? job().space : Space(command.parameters()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::vector<std::string> words;
  for (const auto word : split(std::string_view(reinterpret_cast<const char*>(data), size), '\n'))
    words.emplace_back(word);
  try {
    try_command(words);
  } catch (const Error& error) {
    require(!error.message().headline.empty() && error.message().advice.size() <= 6);
  }
  return 0;
}
