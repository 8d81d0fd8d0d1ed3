// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/executors/run_files.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::streamoff block = 1 << 16;
constexpr std::size_t longest_line = 10'000;

struct Tail {
  std::vector<std::string> lines;
  bool whole = true;  ///< nothing of the file was left out
};

/// The last lines of a file, read from its end: a log of any size opens at once.
Tail tail_of(const fs::path& path, std::size_t wanted) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorKind::failure,
                fmt::format("{} cannot be read: {}", printable(path.string()), std::strerror(errno)));
  file.seekg(0, std::ios::end);
  std::streamoff from = std::max<std::streamoff>(file.tellg(), 0);
  std::vector<std::string> pieces;  // from the last to the first
  std::size_t line_ends = 0, bytes = 0;
  while (from > 0 && line_ends <= wanted && bytes / longest_line < wanted) {
    const std::streamoff size = std::min(from, block);
    std::string piece(static_cast<std::size_t>(size), '\0');
    from -= size;
    file.seekg(from);
    if (!file.read(piece.data(), size)) break;
    line_ends += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
    bytes += piece.size();
    pieces.push_back(std::move(piece));
  }
  std::string text;
  text.reserve(bytes);
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) text += *piece;
  if (text.ends_with('\n')) text.pop_back();
  Tail tail{{}, from == 0};
  if (text.empty()) return tail;
  const auto lines = split(text, '\n');
  const std::size_t first = lines.size() > wanted ? lines.size() - wanted : 0;
  tail.whole = tail.whole && first == 0;
  for (std::size_t i = first; i < lines.size(); ++i) tail.lines.emplace_back(lines[i]);
  return tail;
}

/// What a progress bar left of a line: the text after its last carriage return that is not at its end.
std::string_view as_seen(std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  const auto at = line.rfind('\r');
  return at == line.npos ? line : line.substr(at + 1);
}

struct Stream {
  const char* name;
  fs::path path;
};

void print_stream(const Stream& stream, std::size_t wanted, bool raw) {
  const Tail tail = tail_of(stream.path, wanted);
  std::fflush(stdout);
  fmt::print(stderr, "{} {}{}\n", stream.name, printable(stream.path.string()),
             tail.lines.empty() ? ": empty"
             : tail.whole       ? ""
                                : fmt::format(" (the last {} lines; more: --lines N)", tail.lines.size()));
  for (const auto& text : tail.lines) fmt::print("{}\n", raw ? text : printable(as_seen(text), longest_line));
}

void print_as_json(const Options& options, const Opened& study, const RunId& run, const std::vector<Stream>& streams,
                   std::size_t wanted) {
  Json json{{"schema", "kilter/log/1"}, {"study", study.name}, {"trial", run.trial}, {"attempt", run.attempt}};
  for (const auto& stream : streams) {
    const Tail tail = tail_of(stream.path, wanted);
    json[stream.name] = {{"file", stream.path.string()}, {"lines", tail.lines}, {"whole", tail.whole}};
  }
  print_json(json, {to_type(options, fmt::format("trial show {} {} --json", study.name, run.trial))});
}

RunId run_of(const Opened& study, const Trial& trial, std::optional<int> attempt) {
  if (trial.parts.empty())
    throw Error(ErrorKind::failure, fmt::format("trial {} of {} has not started yet", trial.number, study.name));
  const Part& part = trial.parts.front();
  if (attempt && (*attempt < 0 || *attempt > part.attempt))
    throw Error(ErrorKind::usage, fmt::format("trial {} has no attempt {}; its attempts are 0 to {}", trial.number,
                                              *attempt, part.attempt));
  return {trial.number, part.index, attempt.value_or(part.attempt)};
}

}  // namespace

int verb_trial_log(Options& options) {
  std::optional<int> lines, attempt;
  bool raw = false, only_out = false, only_err = false;
  options.option("-n,--lines", lines, "N", "How many lines of each stream, from the end (default 50)");
  options.option("--attempt", attempt, "N", "An earlier attempt of this trial (default: the newest)");
  options.flag("--stdout", only_out, "Only what it printed to stdout");
  options.flag("--stderr", only_err, "Only what it printed to stderr");
  options.flag("--raw", raw, "As the program printed it; control characters may reach your terminal");
  options.read(1, 2, "[STUDY] TRIAL");
  if (lines && *lines < 0)
    throw Error(ErrorKind::usage, fmt::format("--lines {}: there is no such number of lines", *lines));
  const auto [name, rest] = study_and_rest(options, 1);
  const Opened study = open_study(options, name, Access::read);
  const RunId run = run_of(study, study.trial(trial_number(rest.empty() ? "" : rest.front())), attempt);
  const RunFiles files = run_files(study.place.folder, run);
  std::vector<Stream> streams;
  std::error_code unreadable;
  for (const Stream& stream : {Stream{"stdout", files.out}, Stream{"stderr", files.err}}) {
    const bool wanted = (!only_out && !only_err) || (stream.path == files.out ? only_out : only_err);
    if (wanted && fs::is_regular_file(stream.path, unreadable)) streams.push_back(stream);
  }
  if (streams.empty())
    throw Error(ErrorKind::failure, {}, fmt::format("trial {} of {} has left no output", run.trial, study.name),
                {fmt::format("It would be in {}", printable(files.directory.string()))});
  const auto wanted = static_cast<std::size_t>(lines.value_or(50));
  if (options.manner().json) {
    print_as_json(options, study, run, streams, wanted);
  } else {
    for (const auto& stream : streams) print_stream(stream, wanted, raw);
  }
  return 0;
}

}  // namespace kilter::cli
