// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_outcome.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

constexpr std::size_t most_lines = 20;
constexpr std::size_t most_bytes = 2000;
constexpr std::size_t longest_shown = 300;

/// What programs say when they have no memory left, whatever status they end with.
constexpr std::array out_of_memory_words = {"out of memory",
                                            "Out of memory",
                                            "OutOfMemory",
                                            "std::bad_alloc",
                                            "MemoryError",
                                            "Cannot allocate memory",
                                            "CUDA_ERROR_OUT_OF_MEMORY",
                                            "CUBLAS_STATUS_ALLOC_FAILED"};

bool names_memory(std::string_view text) {
  return std::any_of(out_of_memory_words.begin(), out_of_memory_words.end(),
                     [&](std::string_view word) { return text.find(word) != text.npos; });
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

/// By somebody, as against by a mistake of its own.
bool sent_from_outside(int signal) {
  constexpr std::array outside = {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGXCPU, SIGUSR1, SIGUSR2, SIGALRM};
  return std::find(outside.begin(), outside.end(), signal) != outside.end();
}

std::string size_text(std::uint64_t bytes) {
  const double gigabytes = static_cast<double>(bytes) / 1e9;
  return gigabytes >= 1 ? rounded(gigabytes, 3) + " GB" : rounded(gigabytes * 1e3, 3) + " MB";
}

std::string how_it_ended(const Ending& ending) {
  if (ending.signal) return "ended by " + signal_name(*ending.signal);
  if (!ending.exit_status) return "ended with its launcher, which somebody killed";
  std::string text = fmt::format("exit status {}", *ending.exit_status);
  if (const int signal = *ending.exit_status - 128; signal > 0 && ::sigabbrev_np(signal))
    text += fmt::format(" (a shell's word for {})", signal_name(signal));
  return text;
}

std::string with_last_lines(std::string sentence, const Ending& ending) {
  for (const auto& [name, text] : {std::pair{"stderr", ending.err}, std::pair{"stdout", ending.out}})
    if (const std::string lines = last_lines(text); !lines.empty())
      return fmt::format("{}; the last lines of its {}:\n{}", sentence, name, lines);
  return sentence + "; it printed nothing";
}

bool killed_for_memory(const Ending& ending) {
  const bool by_kill = ending.signal == SIGKILL || ending.exit_status == 128 + SIGKILL;
  const bool big = ending.machine_memory > 0 && ending.memory > ending.machine_memory / 2;
  return by_kill && (ending.kernel_killed || big);
}

Outcome failed(Cause cause, std::string detail) {
  return {.end = End::failed, .cause = cause, .values = {}, .detail = std::move(detail)};
}

Outcome not_run(int error, const Command& command) {
  const std::string program = command.words.empty() ? "" : printable(command.words.front(), longest_shown);
  Message message{.severity = Severity::error, .code = "K112", .headline = {}, .advice = {}};
  if (error == ENOENT || error == ENOTDIR) {
    message.headline = fmt::format("program not found: \"{}\"", program);
    message.advice = {
        "Start it the way you do by hand: kilter run study.toml -- python train.py …   "
        "(or make it executable and add a #! line)"};
  } else if (error == EACCES || error == ENOEXEC) {
    message.headline =
        fmt::format("\"{}\" is no program that can be run: {}", program,
                    error == EACCES ? "it is not executable" : "it has no #! line and is no binary of this machine");
    message.advice = {fmt::format(
        "Make it executable (chmod +x {0}) and add a #! line, or put its interpreter first: python {0} …", program)};
  } else {
    message.code.clear();
    message.headline = fmt::format("cannot run \"{}\": {}", program, std::generic_category().message(error));
  }
  return failed(Cause::error, to_text(message));
}

Outcome asked_to_end(const Ending& ending, const SubprocessOptions& options) {
  const std::string how = how_it_ended(ending);
  switch (ending.request) {
    case EndRequest::timeout:
      return failed(Cause::timeout, with_last_lines(fmt::format("ran into its time limit of {} s ({})",
                                                                rounded(options.timeout.value_or(0)), how),
                                                    ending));
    case EndRequest::memory:
      return failed(Cause::oom,
                    with_last_lines(fmt::format("its processes had {}, above the limit of {}", size_text(ending.memory),
                                                size_text(options.memory.value_or(0))),
                                    ending));
    case EndRequest::end_now: return failed(Cause::killed, "ended at once, as asked");
    case EndRequest::pause: return {.end = End::paused, .cause = Cause::none, .values = {}, .detail = how};
    case EndRequest::stop:
    case EndRequest::give_back:
    case EndRequest::none: break;
  }
  return {.end = End::stopped, .cause = Cause::none, .values = {}, .detail = how};
}

/// Says what it gave where it gave not all that the study is after; whether that is too little, the curve decides.
std::string what_it_gave(const Ending& ending, const Command& command) {
  const auto given = [&](const std::string& metric) {
    return std::find(ending.numbers.begin(), ending.numbers.end(), metric) != ending.numbers.end();
  };
  if (std::all_of(command.metrics.begin(), command.metrics.end(), given)) return {};
  std::string text =
      fmt::format("it printed {} lines and ended normally (exit 0, {} s)", ending.lines, rounded(ending.seconds, 2));
  if (ending.numbers.empty()) return text + "; no numbers seen";
  const std::size_t shown = std::min<std::size_t>(ending.numbers.size(), 20);
  std::vector<std::string> names;
  names.reserve(shown);
  for (std::size_t i = 0; i < shown; ++i) names.push_back(printable(ending.numbers[i], 60));
  return text + "\nNumbers seen: " + join(names, ", ") + (shown < ending.numbers.size() ? ", …" : "");
}

Outcome by_itself(const Ending& ending, const Command& command) {
  if (ending.exit_status == 0)
    return {.end = End::completed, .cause = Cause::none, .values = {}, .detail = what_it_gave(ending, command)};
  const std::string how = how_it_ended(ending);
  if (killed_for_memory(ending))
    return failed(Cause::oom, with_last_lines(fmt::format("{}, as it seems for lack of memory (it had {})", how,
                                                          size_text(ending.memory)),
                                              ending));
  if (names_memory(ending.err) || names_memory(ending.out)) return failed(Cause::oom, with_last_lines(how, ending));
  if (!ending.exit_status && (!ending.signal || sent_from_outside(*ending.signal)))
    return failed(Cause::killed, with_last_lines(how + (ending.signal ? " from outside" : ""), ending));
  return failed(Cause::error, with_last_lines(how, ending));
}

}  // namespace

bool looks_buffered(double seconds, double first, std::uint64_t lines) {
  constexpr double long_enough = 3, at_the_end = 1;
  constexpr std::uint64_t enough_lines = 3;
  return seconds >= long_enough && lines >= enough_lines && seconds - first < at_the_end;
}

std::string last_lines(std::string_view text) {
  std::vector<std::string> lines;
  std::size_t bytes = 0;
  while (!text.empty() && lines.size() < most_lines) {
    const auto end = text.rfind('\n');
    std::string_view line = end == text.npos ? text : text.substr(end + 1);
    // Of a progress bar the newest state.
    while (line.ends_with('\r')) line.remove_suffix(1);
    line.remove_prefix(std::min(line.rfind('\r') + 1, line.size()));
    if (!trim(line).empty() || !lines.empty()) {
      std::string safe = printable(line, longest_shown);
      if (bytes += safe.size() + 1; bytes > most_bytes && !lines.empty()) break;
      lines.push_back(std::move(safe));
    }
    text = end == text.npos ? std::string_view{} : text.substr(0, end);
  }
  while (!lines.empty() && trim(lines.back()).empty()) lines.pop_back();
  std::reverse(lines.begin(), lines.end());
  return join(lines, "\n");
}

Outcome outcome_of(const Ending& ending, const Command& command, const SubprocessOptions& options) {
  if (ending.not_run) return not_run(*ending.not_run, command);
  if (ending.not_entered)
    return failed(Cause::error, fmt::format("cannot enter {}: {}", command.directory.native(),
                                            std::generic_category().message(*ending.not_entered)));
  Outcome outcome = ending.request == EndRequest::none ? by_itself(ending, command) : asked_to_end(ending, options);
  if (ending.immortal) outcome.detail = "a process of it could not be killed; " + outcome.detail;
  if (!ending.trouble.empty()) outcome.detail = "not all output is kept (" + ending.trouble + "); " + outcome.detail;
  return outcome;
}

}  // namespace kilter
