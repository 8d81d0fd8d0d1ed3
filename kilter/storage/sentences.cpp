// SPDX-License-Identifier: MIT
#include "kilter/storage/sentences.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

std::string shown(const fs::path& path) { return printable(path.string(), 500); }

std::string folder_of(const fs::path& file) {
  const auto folder = file.parent_path();
  return folder.empty() ? "." : shown(folder);
}

std::string words_of(int reason) { return std::generic_category().message(reason); }

Error storage(const char* code, std::string headline, std::vector<std::string> advice) {
  return {ErrorKind::storage, code, std::move(headline), std::move(advice)};
}

}  // namespace

Error missing_study(const fs::path& file) {
  return storage("K140", fmt::format("there is no study at {}", shown(file)),
                 {"Its database does not exist or is empty. Names of studies here:  kilter study list"});
}

Error no_study(const fs::path& file, const std::string& what) {
  return storage("K141", fmt::format("{} is not a study of Kilter: {}", shown(file), what),
                 {"It was left as it is. Give the study another name or place, or move that file away:",
                  fmt::format("  mv {0} {0}.old", shown(file))});
}

Error newer_format(const fs::path& file, long long theirs, int ours) {
  return storage("K143",
                 fmt::format("{} was written by a newer Kilter: format {}, and this one reads up to {}", shown(file),
                             theirs, ours),
                 {"Reading it could misunderstand what it says, so it was left as it is.",
                  "Use the newer Kilter for this study. Which one is this?  kilter --version"});
}

Error damaged(const fs::path& file, const std::string& where) {
  return storage(
      "K142", fmt::format("{} is damaged: {}", shown(file), printable(where, 200)),
      {"A disk fault, or a copy made while it was written, does this. Put a copy of the folder back if there is one.",
       "Else copy the folder, then save what can still be read:  kilter help K142",
       fmt::format("  cp -r {0} {0}.copy", folder_of(file)),
       fmt::format("  sqlite3 {0} .recover | sqlite3 {0}.saved", shown(file))});
}

Error altered(const fs::path& file, Revision revision) {
  return storage(
      "K144", fmt::format("{} was edited by hand: revision {} is not what Kilter wrote", shown(file), revision),
      {"What is written is never altered, because every later suggestion rests on it. Nothing was changed now.",
       fmt::format("Look:  sqlite3 -line {} 'SELECT * FROM log WHERE revision = {}'", shown(file), revision),
       "Undo the edit or put a copy of the folder back. To widen a range or to stop a trial, ask Kilter."});
}

Error cut_off(const fs::path& file, Revision last, Revision counter) {
  return storage(
      "K144",
      fmt::format("{} was edited by hand: its rows end at revision {}, and Kilter wrote {}", shown(file), last,
                  counter),
      {"What is written is never removed, because every later suggestion rests on it. Nothing was changed now.",
       "Put a copy of the folder back."});
}

Error replaced(const fs::path& file, Revision known) {
  return storage(
      "K144", fmt::format("{} was replaced while it was open: revision {} is gone or another one", shown(file), known),
      {"Stop all programs that use this study before its database is copied back, then start them again."});
}

Error moved(const fs::path& file) {
  return storage(
      "K144", fmt::format("{} was moved or removed while it was open", shown(file)),
      {"What would be written now would be lost, so nothing is. Stop all programs that use a study before its",
       "folder is moved or removed, then start them again. To remove one:  kilter study delete NAME"});
}

Error read_only(const fs::path& file) {
  return storage("K145", fmt::format("{} cannot be written: it or its folder is read-only for this user", shown(file)),
                 {"Nothing was lost. Look at the permissions and at how the disk is mounted:",
                  fmt::format("  ls -ld {} {}", folder_of(file), shown(file)),
                  "Or copy the folder of the study to a place that can be written."});
}

Error opened_for_reading(const fs::path& file) {
  return storage("K145", fmt::format("{} was opened for reading, so nothing can be written to it", shown(file)),
                 {"Open the study for writing."});
}

Error disk_full(const fs::path& file) {
  return storage("K146", fmt::format("the disk is full: {} cannot grow", shown(file)),
                 {"What was stored before is still there. Free some space, then type the same command again:",
                  fmt::format("  df -h {}", folder_of(file))});
}

Error cannot_write(const fs::path& file, int reason) {
  if (reason == ENOSPC || reason == EDQUOT) return disk_full(file);
  if (reason == EACCES || reason == EROFS || reason == EPERM) return read_only(file);
  return broken(file, "cannot be written", reason);
}

Error broken(const fs::path& file, const std::string& what, int reason) {
  return storage(
      "K147", fmt::format("{}: {}{}", shown(file), printable(what, 200), reason ? " (" + words_of(reason) + ")" : ""),
      {"The operating system refused to read or write it. What was stored before is still there.",
       "When the cause is mended, type the same command again. Faults of the disk itself:  dmesg | tail"});
}

Error too_busy(const fs::path& file, double seconds) {
  return storage(
      "K148", fmt::format("{} was in use by another program for more than {:g} seconds", shown(file), seconds),
      {"Kilter never holds it for longer than a moment: perhaps another program has it open.",
       fmt::format("Who?  fuser -v {}", shown(file)), "Nothing was lost. Then type the same command again."});
}

Error held_elsewhere(const fs::path& folder, const Held& held) {
  const std::string name = folder.filename().string();
  const std::string host = printable(held.host.name, 100);
  return storage(
      "K150",
      fmt::format("host {} works on study {} since {}; its last sign of life: {}", host, printable(name, 100),
                  to_text(held.since), to_text(held.alive)),
      {fmt::format(
           "{} is on a network file system, where one machine at a time works on a study. Look:  kilter status {}",
           shown(folder), name),
       fmt::format(
           "On {} the same command joins in. Where that machine is dead or shall stop, nothing finished is lost:",
           host),
       fmt::format("  kilter run --take-over --name {}", name)});
}

Error taken_over(const fs::path& folder, const std::optional<Held>& held) {
  return storage(
      "K151",
      fmt::format("host {} has taken over study {}, so this process stops",
                  held ? printable(held->host.name, 100) : "unknown", printable(folder.filename().string(), 100)),
      {"What had finished is kept. The trials that ran here are stopped, and run again over there."});
}

Error half_written(const fs::path& file) {
  const std::string name = file.parent_path().filename().string();
  return storage("K152", fmt::format("{} holds a write that its machine did not finish", shown(file)),
                 {"A reader on another machine may not mend it. Whoever goes on with the study does:",
                  fmt::format("  kilter run --take-over --name {}", name)});
}

Error worker_exists(const fs::path& lock, const std::string& worker) {
  return storage("K149", fmt::format("worker {} runs already", printable(worker, 100)),
                 {fmt::format("Its lock {} is held. Two workers need two names.", shown(lock))});
}

}  // namespace kilter
