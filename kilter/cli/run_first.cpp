// SPDX-License-Identifier: MIT
#include "kilter/cli/run_first.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <system_error>

#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t most_files = 20000;
constexpr int deepest = 6;
constexpr auto alone_at_most = 60s;
constexpr std::uintmax_t most_copied = 4ULL << 30;

/// Folders in which tools keep runs apart by themselves, and caches.
constexpr std::array apart = {"lightning_logs", "runs",    "wandb",       "mlruns",       "outputs",
                              "multirun",       "tb_logs", "__pycache__", "node_modules", "site-packages"};
/// What marks a folder that some tool fills by itself: a virtual environment, a study, a build tree, a cache.
constexpr std::array marks = {"pyvenv.cfg", "study.db", "CMakeCache.txt", "CACHEDIR.TAG"};
/// What people edit while a study runs.
constexpr std::array sources = {".py",   ".sh",   ".R",   ".jl",    ".m",   ".c",  ".cc",  ".cpp",
                                ".h",    ".hpp",  ".cu",  ".f90",   ".rs",  ".go", ".js",  ".md",
                                ".toml", ".yaml", ".yml", ".ipynb", ".pyc", ".o",  ".swp", ".lock"};

template <class Names>
bool among(const Names& names, const fs::path& name) {
  return std::find(names.begin(), names.end(), name.string()) != names.end();
}

bool is_apart(const fs::path& folder) {
  std::error_code unknown;
  return among(apart, folder.filename()) ||
         std::any_of(marks.begin(), marks.end(), [&](const char* mark) { return fs::exists(folder / mark, unknown); });
}

/// The files that this process's own words go to.
bool is_ours(const struct stat& file) {
  for (const int descriptor : {1, 2}) {
    struct stat own{};
    if (::fstat(descriptor, &own) == 0 && own.st_dev == file.st_dev && own.st_ino == file.st_ino) return true;
  }
  return false;
}

void collect(const fs::path& folder, const fs::path& inner, const std::vector<fs::path>& leave_out, int depth,
             FolderState& state) {
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const fs::path name = at->path().filename();
    struct stat status{};
    if (name.native().starts_with('.') || ::lstat(at->path().c_str(), &status) != 0) continue;
    if (S_ISDIR(status.st_mode)) {
      std::error_code unknown;
      const bool skip = depth >= deepest || is_apart(at->path()) ||
                        std::any_of(leave_out.begin(), leave_out.end(),
                                    [&](const fs::path& other) { return fs::equivalent(at->path(), other, unknown); });
      if (!skip) collect(at->path(), inner / name, leave_out, depth + 1, state);
    } else if (S_ISREG(status.st_mode) && status.st_size > 0 && !among(sources, name.extension()) && !is_ours(status)) {
      state[(inner / name).string()] = {static_cast<std::uintmax_t>(status.st_size),
                                        status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec};
    }
    if (state.size() >= most_files) return;
  }
}

void copy_to(const fs::path& from, const fs::path& to, const std::vector<std::string>& files) {
  std::uintmax_t copied = 0;
  for (const auto& file : files) {
    std::error_code failed;
    copied += fs::file_size(from / file, failed);
    if (failed || copied > most_copied) return;
    fs::create_directories((to / file).parent_path(), failed);
    if (fs::is_symlink(to / file, failed)) fs::remove(to / file, failed);
    fs::copy_file(from / file, to / file, fs::copy_options::overwrite_existing, failed);
  }
}

}  // namespace

FolderState folder_state(const fs::path& folder, const std::vector<fs::path>& leave_out) {
  FolderState state;
  collect(folder, {}, leave_out, 0, state);
  return state;
}

std::vector<std::string> changed_files(const FolderState& before, const FolderState& after) {
  std::vector<std::string> changed;
  for (const auto& [path, state] : after) {
    const auto old = before.find(path);
    if (old == before.end() || old->second != state) changed.push_back(path);
  }
  return changed;
}

FirstAlone::FirstAlone(Executor& inner, const Clock& clock, Place place, std::function<void()> wrote)
    : inner_(inner),
      clock_(clock),
      place_(std::move(place)),
      wrote_(std::move(wrote)),
      before_(folder_state(place_.folder, place_.leave_out)) {}

std::size_t FirstAlone::room() const {
  if (released_) return inner_.room();
  return started_ ? 0 : std::min<std::size_t>(1, inner_.room());
}

void FirstAlone::start(Job job) {
  started_ = true;
  look_again_ = clock_.now() + alone_at_most;
  if (job.run.trial != 0) released_ = ended_ = true;
  inner_.start(std::move(job));
}

std::optional<Event> FirstAlone::wait(TimePoint deadline) {
  if (!events_.empty()) {
    Event event = std::move(events_.front());
    events_.pop_front();
    return event;
  }
  const bool holds = started_ && !released_;
  auto event = inner_.wait(holds ? std::min(deadline, look_again_) : deadline);
  if (holds && clock_.now() >= look_again_) {
    released_ = changed_files(before_, folder_state(place_.folder, place_.leave_out)).empty();
    look_again_ = clock_.now() + alone_at_most;
  }
  const auto* ended = event ? std::get_if<Ended>(&*event) : nullptr;
  if (!ended || ended_ || ended->run.trial != 0) return event;
  const RunId run = ended->run;
  events_.push_back(std::move(*event));
  look_at_the_end(run);
  event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void FirstAlone::look_at_the_end(const RunId& run) {
  released_ = ended_ = true;
  const auto files = changed_files(before_, folder_state(place_.folder, place_.leave_out));
  if (files.empty()) return;
  copy_to(place_.folder, place_.own / "work", files);
  events_.push_front(Noted{run, "wrote", join(files, "\n")});
  wrote_();
}

std::vector<std::string> written_files(const History& history) {
  std::vector<std::string> files;
  if (history.trials().empty()) return files;
  for (const auto& part : history.trials().front().parts)
    for (const auto& [key, text] : part.notes)
      if (key == "wrote")
        for (const auto file : split(text, '\n')) files.emplace_back(file);
  return files;
}

}  // namespace kilter::cli
