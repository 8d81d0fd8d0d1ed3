// SPDX-License-Identifier: MIT
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "kilter/storage/file_lock.hpp"
#include "kilter/storage/file_system.hpp"
#include "kilter/storage/holder.hpp"
#include "kilter/storage/index.hpp"
#include "kilter/storage/sentences.hpp"
#include "kilter/storage/sqlite_log.hpp"
#include "kilter/storage/sqlite_open.hpp"
#include "kilter/storage/storages.hpp"
#include "kilter/storage/workers.hpp"

namespace kilter {
namespace {

class FileTurn final : public Turn {
 public:
  explicit FileTurn(File file) : file_(std::move(file)) {}

 private:
  File file_;
};

/// The log in the database, and an index of it in memory that is current where the database's counter is what it was
/// when the index last took a fact. Every entry passes the index before anybody sees it, so a database that breaks the
/// rules is never believed.
class SqliteStorage final : public Storage {
 public:
  SqliteStorage(const std::filesystem::path& file, Access access, SqliteOptions options)
      : file_(file),
        writable_(access != Access::read),
        holder_(held(file, access, options)),
        database_(open_database(file, access, options)),
        log_(*database_),
        workers_(file.parent_path()) {
    const Counter counter = log_.counter();
    const auto last = static_cast<Revision>(database_->number("SELECT coalesce(max(revision), 0) FROM log"));
    newest_seen_ = last;
    if (last < counter.revision) throw cut_off(file_, last, counter.revision);
  }

  std::optional<Revision> append(std::span<const Fact> facts, WallTime stamp) override {
    if (facts.empty()) return log_.counter().revision;
    if (!writable_) throw opened_for_reading(file_);
    expect_ours();
    // What is long to read is read before the others have to wait.
    if (index_.revision() == 0) catch_up();
    Transaction transaction = log_.begin();
    catch_up();
    Trial trial(index_);
    for (const auto& fact : facts)
      if (!index_.take(fact)) return {};
    Counter counter = at_;
    for (const auto& fact : facts) log_.write(counter, stamp, fact);
    log_.set(counter);
    transaction.commit();
    trial.keep();
    at_ = counter;
    newest_seen_ = counter.revision;
    return counter.revision;
  }

  std::vector<Entry> since(Revision after, Revision upto) override {
    while (index_.revision() < after && !read(index_.revision(), after).empty()) continue;
    return read(after, upto);
  }

  std::unique_ptr<Turn> turn() override {
    auto path = file_;
    path += "-turn";
    File file(path, O_RDWR | O_CREAT);
    if (!file.is_open()) throw cannot_write(path, errno);
    // Whoever holds it may be suspended; after ten seconds a proposal made in vain is the lesser evil.
    lock(file, Hold::exclusive, std::chrono::seconds(10));
    return std::make_unique<FileTurn>(std::move(file));
  }

  void beat(const WorkerId& worker, WallTime) override {
    if (!writable_) throw opened_for_reading(file_);
    expect_ours();
    if (holder_) holder_->beat(SystemClock().wall());
    workers_.beat(worker);
  }

  std::vector<RunId> lost(WallTime) override {
    catch_up();
    std::vector<RunId> dead;
    for (const auto& [run, worker] : index_.open())
      if (is_elsewhere(worker) || !workers_.alive(worker)) dead.push_back(run);
    return dead;
  }

 private:
  static std::unique_ptr<Holder> held(const std::filesystem::path& file, Access access, const SqliteOptions& options) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    if (access == Access::read || !on_network(folder)) return {};
    return std::make_unique<Holder>(folder, options.take_over);
  }

  /// Throws where what would be written now is nobody's.
  void expect_ours() const {
    database_->expect_in_place();
    if (holder_) holder_->expect_held();
  }

  /// A worker of another machine than the one that holds the study: its locks say nothing here.
  bool is_elsewhere(const WorkerId& worker) const {
    if (!holder_ || is_asked(worker)) return false;
    const auto start = worker.rfind(':');
    const auto process = start == worker.npos || start == 0 ? worker.npos : worker.rfind(':', start - 1);
    return process != worker.npos && worker.substr(0, process) != holder_->host().name;
  }

  /// Facts that the index takes on trial.
  class Trial {
   public:
    explicit Trial(Index& index) : index_(index) { index_.begin(); }
    ~Trial() { index_.undo(); }
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;
    void keep() { index_.keep(); }

   private:
    Index& index_;
  };

  /// One page. What the index lacks of it, it takes.
  std::vector<Entry> read(Revision after, Revision upto) {
    std::vector<Entry> entries;
    if (const Revision known = std::min(upto, newest_seen_); known > after)
      entries.reserve(static_cast<std::size_t>(std::min<Revision>(known - after, page)));
    const auto last = log_.read(after, upto, entries);
    if (!last) return entries;
    newest_seen_ = std::max(newest_seen_, last->revision);
    if (index_.revision() < after || index_.revision() >= last->revision) return entries;
    for (const auto& entry : entries)
      if (entry.revision > index_.revision() && !index_.take(entry.fact)) throw altered(file_, entry.revision);
    at_ = *last;
    return entries;
  }

  void catch_up() {
    const Counter counter = log_.counter();
    if (counter == at_) return;
    if (counter.revision <= at_.revision) throw replaced(file_, at_.revision);
    newest_seen_ = counter.revision;
    while (index_.revision() < counter.revision)
      if (read(index_.revision(), counter.revision).empty()) throw cut_off(file_, index_.revision(), counter.revision);
    if (at_ != counter) throw altered(file_, counter.revision);
  }

  std::filesystem::path file_;
  bool writable_;
  std::unique_ptr<Holder> holder_;  ///< on a network file system only
  std::unique_ptr<Database> database_;
  SqliteLog log_;
  Workers workers_;
  Index index_;
  Counter at_;                ///< the place of the index in the log
  Revision newest_seen_ = 0;  ///< says how much room a page needs
};

}  // namespace

std::unique_ptr<Storage> open_sqlite(const std::filesystem::path& file, Access access, SqliteOptions options) {
  return std::make_unique<SqliteStorage>(file, access, options);
}

}  // namespace kilter
