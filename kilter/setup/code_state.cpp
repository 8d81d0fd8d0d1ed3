// SPDX-License-Identifier: MIT
#include "kilter/setup/code_state.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::uintmax_t most_read = 32 << 20;  // of a file; of a larger one, its size counts too
constexpr std::size_t most_files = 20;

/// FNV-1a over 64 bits: finds what was changed, not who wants to deceive.
std::string hash_of(const fs::path& path, std::uintmax_t size) {
  std::uint64_t hash = 0xCBF29CE484222325ull ^ size;
  std::ifstream in(path, std::ios::binary);
  std::array<char, 65536> block{};
  for (std::uintmax_t done = 0; in && done < most_read; done += block.size()) {
    in.read(block.data(), block.size());
    for (std::streamsize i = 0; i < in.gcount(); ++i)
      hash = (hash ^ static_cast<unsigned char>(block[static_cast<std::size_t>(i)])) * 0x100000001B3ull;
  }
  return fmt::format("{:016x}", hash);
}

bool in_repository(fs::path folder) {
  std::error_code failed;
  for (;; folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", failed)) return true;
    if (!folder.has_relative_path()) return false;
  }
}

std::string git(const fs::path& folder, const char* question) {
  const std::string command =
      "GIT_OPTIONAL_LOCKS=0 git -C " + shell_quoted({folder.string()}) + " " + question + " 2>/dev/null";
  const auto finish = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(finish)> pipe(popen(command.c_str(), "re"), finish);
  std::string text;
  std::array<char, 4096> block{};
  for (std::size_t size = 1; pipe && size > 0 && text.size() < 1'000'000;) {
    size = std::fread(block.data(), 1, block.size(), pipe.get());
    text.append(block.data(), size);
  }
  return text;
}

}  // namespace

std::string to_json(const Code& code) {
  Json json{{"files", code.files}};
  if (!code.commit.empty()) json["commit"] = code.commit, json["dirty"] = code.dirty;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Code> code_from_json(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("files") || !json["files"].is_object()) return {};
  Code code;
  for (const auto& [name, hash] : json["files"].items())
    if (hash.is_string()) code.files[name] = hash.get<std::string>();
  if (json.contains("commit") && json["commit"].is_string()) code.commit = json["commit"].get<std::string>();
  code.dirty = json.contains("dirty") && json["dirty"].is_boolean() && json["dirty"].get<bool>();
  return code;
}

CodeWatch::CodeWatch(const Command& command) : folder_(fs::absolute(command.directory)) {
  std::error_code failed;
  for (std::size_t i = 0; i < command.words.size() && files_.size() < most_files; ++i) {
    const std::string& word = command.words[i];
    // The first word is found in PATH unless it is a path.
    if (word.find('{') != word.npos || (i == 0 && word.find('/') == word.npos)) continue;
    if (fs::is_regular_file(folder_ / word, failed)) files_.push_back({word, {folder_ / word, {}, 0}});
  }
}

bool CodeWatch::look() {
  bool changed = false;
  for (auto& [word, seen] : files_) {
    std::error_code failed;
    const auto time = fs::last_write_time(seen.path, failed);
    const auto size = failed ? 0 : fs::file_size(seen.path, failed);
    if (failed || (time == seen.time && size == seen.size)) continue;
    seen.time = time, seen.size = size;
    const std::string hash = hash_of(seen.path, size);
    changed = changed || code_.files[word] != hash;
    code_.files[word] = hash;
  }
  return changed;
}

void CodeWatch::ask_git() {
  asked_ = true;
  if (!in_repository(folder_)) return;
  code_.commit = trim(git(folder_, "rev-parse HEAD"));
  code_.dirty = !trim(git(folder_, "status --porcelain --untracked-files=no")).empty();
}

std::string CodeWatch::now() {
  if (look() || !asked_) ask_git();
  return code_.files.empty() && code_.commit.empty() ? std::string() : to_json(code_);
}

}  // namespace kilter
