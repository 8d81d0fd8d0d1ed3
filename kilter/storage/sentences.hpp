// SPDX-License-Identifier: MIT
// What the storages say when the outside world is broken: one sentence a cause, with the file, the why and what to
// type.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "kilter/base/error.hpp"
#include "kilter/core/fact.hpp"
#include "kilter/storage/host.hpp"

namespace kilter {

Error missing_study(const std::filesystem::path& file);
/// It is something else: `what` says what, as in "it is a folder".
Error no_study(const std::filesystem::path& file, const std::string& what);
Error newer_format(const std::filesystem::path& file, long long theirs, int ours);
/// `where` says what was found, in the words of SQLite.
Error damaged(const std::filesystem::path& file, const std::string& where);
/// The row of this revision is not the one that Kilter wrote.
Error altered(const std::filesystem::path& file, Revision revision);
/// Rows are missing: after `last` where `counter` should be the newest.
Error cut_off(const std::filesystem::path& file, Revision last, Revision counter);
/// Somebody put another or an older database in its place while it was open.
Error replaced(const std::filesystem::path& file, Revision known);
/// The path leads to the open database no more.
Error moved(const std::filesystem::path& file);
Error read_only(const std::filesystem::path& file);
Error opened_for_reading(const std::filesystem::path& file);
Error disk_full(const std::filesystem::path& file);
/// `reason` is an errno.
Error cannot_write(const std::filesystem::path& file, int reason);
/// `what` is what SQLite said; `reason` an errno, or 0.
Error broken(const std::filesystem::path& file, const std::string& what, int reason);
Error too_busy(const std::filesystem::path& file, double seconds);
/// Another machine works on the study in that folder.
Error held_elsewhere(const std::filesystem::path& folder, const Held& held);
/// Another machine does now what this one did.
Error taken_over(const std::filesystem::path& folder, const std::optional<Held>& held);
/// The machine that held it died while it wrote, which a reader may not mend.
Error half_written(const std::filesystem::path& file);
Error worker_exists(const std::filesystem::path& lock, const std::string& worker);

}  // namespace kilter
