// SPDX-License-Identifier: MIT
#include "kilter/cli/run_detach.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/background.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/storage/workers.hpp"

namespace kilter::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto between_answers = 10ms;
constexpr int looks = 80;
constexpr std::size_t shown_lines = 12;

/// Options that are done with once the study is joined: the new process joins the study that they led to.
bool of_this_start(const std::string& word) {
  static constexpr std::array words{"--detach", "--new", "--same", "--take-over"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string> words_of(const Options& options, const std::string& name) {
  std::vector<std::string> words{"kilter", "run"};
  for (const auto& word : options.typed())
    if (!of_this_start(word)) words.push_back(word);
  words.insert(words.end(), {"--name", name});
  if (options.command()) {
    words.emplace_back("--");
    words.insert(words.end(), options.command()->begin(), options.command()->end());
  }
  return words;
}

bool at_work(const StudyPlace& place, pid_t process) {
  const std::string mark = fmt::format(":{}:", process);
  const auto living = kilter::Workers(place.folder).living();
  return std::any_of(living.begin(), living.end(), [&](const auto& name) { return name.find(mark) != name.npos; });
}

/// How it ended within the first moments; nullopt: it goes on.
std::optional<int> early_end(const StudyPlace& place, pid_t process) {
  for (int look = 0; look < looks; ++look) {
    int status = 0;
    if (::waitpid(process, &status, WNOHANG) == process)
      return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(ErrorKind::failure);
    if (at_work(place, process)) return {};
    std::this_thread::sleep_for(between_answers);
  }
  return {};
}

std::vector<std::string> last_lines(const std::filesystem::path& log, std::uintmax_t from) {
  std::ifstream in(log);
  in.seekg(static_cast<std::streamoff>(from));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(printable(line, 500));
    if (lines.size() > shown_lines) lines.erase(lines.begin());
  }
  return lines;
}

}  // namespace

std::filesystem::path log_of(const StudyPlace& place) { return place.folder / "run.log"; }

int detach(const Options& options, const StudyPlace& place, bool created) {
  const std::string name = place.folder.filename().string();
  const auto log = std::filesystem::absolute(log_of(place));
  std::error_code absent;
  const auto size = std::filesystem::file_size(log, absent);
  const pid_t process = start_in_background(words_of(options, name), log);
  const auto ended = early_end(place, process);
  if (ended && *ended != 0) {
    for (const auto& line : last_lines(log, absent ? 0 : size)) fmt::print(stderr, "{}\n", line);
    return *ended;
  }
  const std::vector<std::string> next{to_type(options, "wait " + name + " --timeout 5m"),
                                      to_type(options, "watch " + name), to_type(options, "status " + name)};
  if (options.manner().json) {
    print_json({{"schema", "kilter/detached/1"},
                {"study", name},
                {"pid", process},
                {"log", log.string()},
                {"folder", place.folder.string()},
                {"created", created},
                {"running", !ended}},
               next);
    return 0;
  }
  say(options, "{} {} as process {}; its log: {}", name, ended ? "ran to its end" : "runs", process,
      printable(log.string()));
  say(options, "  look: {}     wait: {}", next[1], next[0]);
  return 0;
}

}  // namespace kilter::cli
