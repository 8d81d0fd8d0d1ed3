// SPDX-License-Identifier: MIT
#include "kilter/setup/gpu_look.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "kilter/base/text.hpp"

extern char** environ;

namespace kilter {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10s;
constexpr std::size_t most_text = 1 << 20;
constexpr std::string_view between = "\n-- kilter --\n";
// Each of the three answers is followed by a line of our own.
const char* const questions =
    "exec 2>/dev/null </dev/null\n"
    "nvidia-smi --query-gpu=index,uuid,memory.total,memory.used --format=csv,noheader,nounits; echo; echo '-- kilter "
    "--'\n"
    "nvidia-smi --query-compute-apps=gpu_uuid,pid,used_memory --format=csv,noheader,nounits; echo; echo '-- kilter "
    "--'\n"
    "nvidia-smi -L\n";

bool in_path(const char* name) {
  const char* path = std::getenv("PATH");
  const auto folders = split(path ? path : "", ':');
  return std::any_of(folders.begin(), folders.end(),
                     [&](auto folder) { return ::access((std::string(folder) + "/" + name).c_str(), X_OK) == 0; });
}

}  // namespace

GpuLook::GpuLook() : until_(std::chrono::steady_clock::now() + patience) {
  if (const char* variable = std::getenv("CUDA_VISIBLE_DEVICES")) limit_ = variable;
  const bool hidden = limit_ && (trim(*limit_).empty() || trim(*limit_).starts_with('-'));
  if (!hidden && in_path("nvidia-smi")) start();
}

GpuLook::~GpuLook() { end(); }

/// In a process group of its own, so that all of it can be ended.
void GpuLook::start() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::string shell = "sh", option = "-c", line = questions;
  std::array<char*, 4> words{shell.data(), option.data(), line.data(), nullptr};
  asks_ = ::posix_spawn(&process_, "/bin/sh", &files, &attributes, words.data(), environ) == 0;
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  ::close(ends[1]);
  pipe_ = ends[0];
  if (!asks_) process_ = -1;
}

bool GpuLook::over(std::chrono::milliseconds wait) {
  const auto patient_until = std::chrono::steady_clock::now() + wait;
  while (pipe_ >= 0) {
    std::array<char, 4096> buffer;
    const ssize_t size = ::read(pipe_, buffer.data(), buffer.size());
    if (size > 0 && text_.size() < most_text) {
      text_.append(buffer.data(), static_cast<std::size_t>(size));
      continue;
    }
    const auto now = std::chrono::steady_clock::now();
    const bool later = size < 0 && (errno == EAGAIN || errno == EINTR);
    silent_ = later && now >= until_;
    if (!later || silent_) {
      end();
    } else if (now >= patient_until) {
      return false;
    } else {
      pollfd in{pipe_, POLLIN, 0};
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(std::min(patient_until, until_) - now);
      ::poll(&in, 1, static_cast<int>(left.count()));
    }
  }
  return true;
}

/// One that hangs in the driver cannot be waited for: the system takes it when it lets go.
void GpuLook::end() {
  if (pipe_ >= 0) ::close(pipe_);
  pipe_ = -1;
  if (process_ <= 0) return;
  ::kill(-process_, SIGKILL);
  ::waitpid(process_, nullptr, silent_ ? WNOHANG : 0);
  process_ = -1;
}

std::optional<std::vector<Gpu>> GpuLook::found() const {
  if (silent_) return {};
  std::array<std::string_view, 3> answers;
  std::string_view rest = text_;
  for (auto& answer : answers) {
    const auto at = rest.find(between);
    answer = rest.substr(0, at);
    rest = at == rest.npos ? std::string_view() : rest.substr(at + between.size());
  }
  auto all = parse_gpus(answers[0], answers[1], answers[2]);
  const bool known = asks_ && !trim(answers[0]).empty();
  return visible_gpus(known ? std::move(all) : std::vector<Gpu>{}, known || limit_ ? limit_ : std::string());
}

std::vector<Gpu> find_gpus() {
  GpuLook look;
  look.over(patience);
  if (auto gpus = look.found()) return std::move(*gpus);
  const char* variable = std::getenv("CUDA_VISIBLE_DEVICES");
  return visible_gpus({}, variable ? variable : std::string());
}

}  // namespace kilter
