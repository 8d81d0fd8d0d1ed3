// SPDX-License-Identifier: MIT
#include "kilter/executors/params_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <system_error>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

/// A basic string of TOML, which escapes more than JSON.
std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out.append("\\") += c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F')
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else
      out += c;
  }
  return out + "\"";
}

std::string toml_key(std::string_view name) {
  const bool bare = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? std::string(name) : toml_quoted(name);
}

std::string toml_value(const Value& value) {
  const auto* word = std::get_if<std::string>(&value);
  return word ? toml_quoted(*word) : to_text(value);
}

template <class Take>
void for_each_active(const Job& job, Take take) {
  for (std::size_t i = 0; i < job.params.size() && i < job.space.size(); ++i)
    if (!std::isnan(job.params[i])) take(job.space[i].name, job.space.value(i, job.params[i]));
}

}  // namespace

std::string params_text(const Job& job, std::string_view format) {
  if (format == "json") return job.space.write(job.params) + "\n";
  if (format != "toml")
    throw Error(ErrorKind::usage, {}, fmt::format("a params file cannot be \"{}\"", printable(format, 40)),
                {"Known are json and toml."});
  std::string text;
  for_each_active(job, [&](const std::string& name, const Value& value) {
    text += toml_key(name) + " = " + toml_value(value) + "\n";
  });
  return text;
}

void write_params_file(const std::filesystem::path& path, const Job& job, std::string_view format) {
  const std::string text = params_text(job, format);
  auto draft = path;
  draft += ".new";
  std::error_code trouble;
  {
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) trouble = std::error_code(errno, std::generic_category());
  }
  if (!trouble) std::filesystem::rename(draft, path, trouble);
  if (!trouble) return;
  std::error_code ignored;
  std::filesystem::remove(draft, ignored);
  throw Error(ErrorKind::storage, {}, fmt::format("cannot write {}: {}", path.string(), trouble.message()),
              {"The trial's program reads its parameters from there."});
}

}  // namespace kilter
