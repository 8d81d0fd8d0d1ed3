// SPDX-License-Identifier: MIT
// Which machine works on a study that lies on a network file system: one at a time.
#pragma once
#include <filesystem>
#include <optional>

#include "kilter/base/clock.hpp"
#include "kilter/storage/file_lock.hpp"
#include "kilter/storage/host.hpp"

namespace kilter {

/// Who holds the study in that folder; nullopt: nobody.
std::optional<Held> holder_of(const std::filesystem::path& folder);

/// The hold of this machine, shared by all its processes: a record in the file `host` of the study's folder. The last
/// process that gives it up empties the record; one that is killed leaves it, and so does a machine that dies. Nothing
/// here depends on locks that two machines share: whether those work is up to how each has mounted the file system. Not
/// thread-safe.
class Holder {
 public:
  /// Throws Error(storage) K150 where another machine holds the study, unless `take_over`.
  Holder(std::filesystem::path folder, bool take_over);
  ~Holder();
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  /// Throws Error(storage) K151 where another machine has taken over.
  void expect_held() const;
  /// A sign of life, every few seconds.
  void beat(WallTime now);
  const Host& host() const { return host_; }

 private:
  std::filesystem::path path() const { return folder_ / "host"; }
  /// Throws where it is another machine's and shall stay so.
  bool is_ours(bool take_over) const;
  void write(WallTime since) const;

  std::filesystem::path folder_;
  Host host_;
  File file_;
  WallTime next_beat_{};
};

}  // namespace kilter
