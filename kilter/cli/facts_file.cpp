// SPDX-License-Identifier: MIT
#include "kilter/cli/facts_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/core/wire.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::cli {
namespace {

/// `log` knows the rules. Throws Error saying why the line is no next fact.
void take(History& history, Storage& log, const std::string& line) {
  Entry entry = entry_from_json(line);
  if (entry.revision != history.revision() + 1)
    throw Error(ErrorKind::invalid,
                fmt::format("revision {} stands where {} comes next", entry.revision, history.revision() + 1));
  if (!log.append({&entry.fact, 1}, entry.stamp))
    throw Error(ErrorKind::invalid, "this cannot follow the facts before it");
  history.take(std::move(entry));
}

}  // namespace

History read_facts(std::istream& file, const std::string& name) {
  const auto log = open_memory(make_memory_log());
  History history;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (trim(line).empty()) continue;
    try {
      take(history, *log, line);
    } catch (const Error& error) {
      throw Error(ErrorKind::invalid, {},
                  fmt::format("{} line {}: {}", printable(name, 300), number, error.message().headline),
                  {"Such a file comes from: kilter export k1 --facts"});
    }
  }
  if (history.revision() == 0)
    throw Error(ErrorKind::invalid, {}, fmt::format("{} holds no facts", printable(name, 300)),
                {"Such a file comes from: kilter export k1 --facts"});
  return history;
}

History read_facts(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    throw Error(ErrorKind::usage, fmt::format("{} cannot be read: {}", printable(path, 300), std::strerror(errno)));
  return read_facts(file, path);
}

}  // namespace kilter::cli
