// SPDX-License-Identifier: MIT
// The workers of a study on one machine: each holds a lock on a file of its own for as long as its process lives.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kilter/core/fact.hpp"
#include "kilter/storage/file_lock.hpp"

namespace kilter {

/// workers/NAME.lock below the folder of the study. The kernel drops a lock when its process dies, however it dies, and
/// at no other time: a suspended machine or a jumping clock loses nobody. A process that was forked and not replaced by
/// exec shares its parent's locks and keeps them alive. Workers of whom is_asked() holds have no file and are always
/// alive. Not thread-safe.
class Workers {
 public:
  explicit Workers(const std::filesystem::path& study) : folder_(study / "workers") {}
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Makes the worker known, or known again where somebody has removed its file.
  void beat(const WorkerId& worker);
  bool alive(const WorkerId& worker) const;
  /// The names of the files that are locked, sorted.
  std::vector<std::string> living() const;

 private:
  std::filesystem::path file_of(const WorkerId& worker) const;
  void sweep() const;

  std::filesystem::path folder_;
  std::map<WorkerId, File> mine_;
};

}  // namespace kilter
