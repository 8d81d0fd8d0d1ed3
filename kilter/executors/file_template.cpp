// SPDX-License-Identifier: MIT
#include "kilter/executors/file_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <iterator>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"

namespace kilter {
namespace {

constexpr std::uintmax_t largest = 16 << 20;

bool in_name(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || c == '.' || c == '-' || byte >= 0x80;
}

/// Calls `visit` for each `{name}` or `{name:form}` with where it begins, its length and its name.
void visit_braces(std::string_view text, const std::function<void(std::size_t, std::size_t, std::string_view)>& visit) {
  for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) {
    std::size_t end = at + 1;
    while (end < text.size() && in_name(text[end])) ++end;
    const auto name = text.substr(at + 1, end - at - 1);
    if (end < text.size() && text[end] == ':')
      while (end < text.size() && text[end] != '}' && text[end] != '{' && text[end] != '\n') ++end;
    if (name.empty() || end >= text.size() || text[end] != '}') continue;
    visit(at, end + 1 - at, name);
  }
}

}  // namespace

FileTemplate parse_file_template(std::string_view text) {
  const auto arrow = text.find("->");
  FileTemplate file;
  if (arrow != text.npos) {
    file.from = trim(text.substr(0, arrow));
    file.to = trim(text.substr(arrow + 2));
  }
  if (file.from.empty() || file.to.empty())
    throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" is no template", printable(text, 100)),
                {"Its form is  in -> out:  template = \"run.nml.in -> {trial.dir}/run.nml\""});
  return file;
}

std::vector<std::string> names_in_template(std::string_view text) {
  std::vector<std::string> names;
  visit_braces(text, [&](std::size_t, std::size_t, std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  });
  return names;
}

std::string fill_template(std::string_view text, const Job& job,
                          const std::map<std::string, std::string>& surroundings) {
  std::string out;
  std::size_t done = 0;
  visit_braces(text, [&](std::size_t at, std::size_t length, std::string_view name) {
    const std::string word(name);
    const bool own = job.space.find(word) || surroundings.contains(word) || word == "trial" || word == "trial.seed" ||
                     word == "trial.epochs";
    if (!own || at < done) return;
    out += text.substr(done, at - done);
    out += expand_text(std::string(text.substr(at, length)), job, surroundings);
    done = at + length;
  });
  return out.append(text.substr(done));
}

std::string template_text(const std::filesystem::path& file) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  std::ifstream in(file, std::ios::binary);
  if (failed || !in)
    throw Error(ErrorKind::usage, {}, fmt::format("the template {} cannot be read", printable(file.string(), 200)),
                {"Is the path right? It is relative to the folder in which the command runs."});
  if (size > largest)
    throw Error(ErrorKind::usage, fmt::format("the template {} has more than 16 MiB", printable(file.string(), 200)));
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_from_template(const FileTemplate& file, const std::filesystem::path& directory,
                         const std::filesystem::path& work, const Job& job,
                         const std::map<std::string, std::string>& surroundings) {
  const std::string text = fill_template(template_text(directory / file.from), job, surroundings);
  const std::filesystem::path to = work / expand_text(file.to, job, surroundings);
  std::error_code failed;
  std::filesystem::create_directories(to.parent_path(), failed);
  if (std::filesystem::is_symlink(to, failed)) std::filesystem::remove(to, failed);
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  out << text << std::flush;
  if (!out)
    throw Error(ErrorKind::failure, fmt::format("{} cannot be written from its template", printable(to.string(), 200)));
}

}  // namespace kilter
