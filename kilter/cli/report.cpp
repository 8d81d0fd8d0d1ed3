// SPDX-License-Identifier: MIT
// `kilter report`: a metric from a shell script inside a trial. Starts, speaks and ends within a few milliseconds.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/given.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/executors/metric_lines.hpp"

namespace kilter::cli {
namespace {

constexpr int please_stop = 10;
constexpr time_t patience = 10;  // seconds for an answer; the supervisor may wait for its disk

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// A descriptor that is closed.
class Open {
 public:
  explicit Open(int descriptor) : descriptor_(descriptor) {}
  ~Open() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

FoundReport read_report(const std::optional<double>& step, const std::vector<std::string>& words) {
  FoundReport report{.step = step, .metrics = {}};
  for (const auto& word : words) {
    const auto [name, text] = name_and_value(word);
    const auto value = to_double(text);
    if (!value)
      throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" is no number", printable(word, 100)),
                  {"For example: kilter report --step 3 val_acc=0.93"});
    report.metrics.push_back({name, *value});
  }
  return report;
}

/// Sends one line and reads the one that answers it; nullopt where nobody listens any more.
std::optional<std::string> ask_socket(const std::string& path, const std::string& line) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) return {};
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const Open socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval wait{.tv_sec = patience, .tv_usec = 0};
  for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO}) setsockopt(socket.get(), SOL_SOCKET, option, &wait, sizeof wait);
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  if (send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size())) return {};
  std::string answer;
  char buffer[512];
  while (answer.find('\n') == answer.npos) {
    const ssize_t size = recv(socket.get(), buffer, sizeof buffer, 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return {};
    answer.append(buffer, static_cast<std::size_t>(size));
  }
  return answer;
}

/// One write, so that reports of several processes do not mix.
void append_line(const std::string& path, const std::string& line) {
  const Open file(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
  if (file.get() < 0 || write(file.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    throw Error(ErrorKind::failure,
                fmt::format("the report cannot be written to {}: {}", printable(path), std::strerror(errno)));
}

}  // namespace

int verb_report(Options& options) {
  std::optional<double> step;
  options.option("-s,--step", step, "N", "Which step, epoch or iteration this belongs to");
  options.read(1, 200, "METRIC=VALUE ...");
  const std::string line = to_json(read_report(step, options.words())) + "\n";
  const std::string socket = environment("KILTER_SOCKET"), file = environment("KILTER_REPORT");
  if (socket.empty() && file.empty())
    throw Error(ErrorKind::usage, {}, "kilter report speaks for a running trial, and this is none",
                {"KILTER_SOCKET and KILTER_REPORT are not set. Programs that kilter run starts have them.",
                 "A value from outside: kilter ask, then kilter tell STUDY TRIAL VALUE"});
  if (const auto answer = ask_socket(socket, line)) {
    if (answer->find("\"ok\":false") != answer->npos)
      throw Error(ErrorKind::failure, "the report was refused: " + printable(trim(*answer), 300));
    return answer->find("\"stop\":true") != answer->npos ? please_stop : 0;
  }
  if (file.empty())
    throw Error(ErrorKind::failure, fmt::format("nobody listens at {}: the supervisor is gone", printable(socket)));
  append_line(file, line);
  return 0;
}

}  // namespace kilter::cli
