// SPDX-License-Identifier: MIT
#include "kilter/executors/work_folder.hpp"

#include <algorithm>

namespace kilter {
namespace {

namespace fs = std::filesystem;

class Linking {
 public:
  Linking(fs::path left_out, const std::vector<std::string>& written) : left_out_(std::move(left_out)) {
    for (const auto& path : written) written_.push_back(fs::path(path).lexically_normal());
  }

  void link(const fs::path& from, const fs::path& to, const fs::path& inner) const {
    fs::create_directories(to);
    for (const auto& entry : fs::directory_iterator(from)) {
      const fs::path name = entry.path().filename(), path = inner / name;
      if (is_written(path) || is_left_out(entry.path())) continue;
      if (entry.is_directory() && (holds_written(path) || holds_left_out(entry.path()))) {
        link(entry.path(), to / name, path);
        continue;
      }
      std::error_code there;
      fs::create_symlink(entry.path(), to / name, there);
      if (there && there != std::errc::file_exists)
        throw fs::filesystem_error("cannot link the project into a trial's folder", to / name, there);
    }
  }

 private:
  bool is_written(const fs::path& path) const {
    return std::find(written_.begin(), written_.end(), path) != written_.end();
  }
  bool holds_written(const fs::path& folder) const {
    return std::any_of(written_.begin(), written_.end(), [&](const fs::path& path) { return below(path, folder); });
  }
  bool is_left_out(const fs::path& path) const {
    std::error_code unknown;
    return path == left_out_ || fs::exists(path / "study.db", unknown);
  }
  bool holds_left_out(const fs::path& folder) const { return below(left_out_, folder); }
  static bool below(const fs::path& path, const fs::path& folder) {
    const auto [in_folder, in_path] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return in_folder == folder.end() && in_path != path.end();
  }

  fs::path left_out_;
  std::vector<fs::path> written_;
};

}  // namespace

void link_project(const fs::path& project, const fs::path& work, const fs::path& left_out,
                  const std::vector<std::string>& written) {
  const fs::path from = fs::weakly_canonical(project);
  Linking(fs::weakly_canonical(left_out), written).link(from, work, {});
}

}  // namespace kilter
