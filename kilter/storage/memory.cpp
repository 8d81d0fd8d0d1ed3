// SPDX-License-Identifier: MIT
#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "kilter/storage/index.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter {

/// The facts, the index that the rules ask, and who lives.
class MemoryLog {
 public:
  std::optional<Revision> append(std::span<const Fact> facts, WallTime stamp) {
    std::lock_guard lock(mutex_);
    index_.begin();
    for (const auto& fact : facts)
      if (!index_.take(fact)) {
        index_.undo();
        return {};
      }
    for (const auto& fact : facts) entries_.emplace_back(entries_.size() + 1, stamp, fact);
    index_.keep();
    return entries_.size();
  }

  std::vector<Entry> since(Revision after, Revision upto) {
    std::lock_guard lock(mutex_);
    const Revision newest_here = entries_.size();
    if (after >= std::min(upto, newest_here)) return {};
    const auto from = entries_.begin() + static_cast<std::ptrdiff_t>(after);
    const auto count = std::min<Revision>(std::min(upto, newest_here) - after, page);
    return {from, from + static_cast<std::ptrdiff_t>(count)};
  }

  void beat(const WorkerId& worker) {
    std::lock_guard lock(mutex_);
    ++alive_[worker];
  }

  void leave(const WorkerId& worker) {
    std::lock_guard lock(mutex_);
    if (const auto it = alive_.find(worker); it != alive_.end() && --it->second == 0) alive_.erase(it);
  }

  std::vector<RunId> lost() {
    std::lock_guard lock(mutex_);
    std::vector<RunId> dead;
    for (const auto& [run, worker] : index_.open())
      if (!is_asked(worker) && !alive_.contains(worker)) dead.push_back(run);
    return dead;
  }

  std::mutex& turn() { return turn_; }

 private:
  std::mutex mutex_;
  std::mutex turn_;
  std::deque<Entry> entries_;
  Index index_;
  std::map<WorkerId, int> alive_;
};

namespace {

class MemoryTurn final : public Turn {
 public:
  explicit MemoryTurn(std::shared_ptr<MemoryLog> log) : log_(std::move(log)), lock_(log_->turn()) {}

 private:
  std::shared_ptr<MemoryLog> log_;
  std::lock_guard<std::mutex> lock_;
};

class MemoryStorage final : public Storage {
 public:
  explicit MemoryStorage(std::shared_ptr<MemoryLog> log) : log_(std::move(log)) {}
  ~MemoryStorage() override {
    for (const auto& worker : known_) log_->leave(worker);
  }
  MemoryStorage(const MemoryStorage&) = delete;
  MemoryStorage& operator=(const MemoryStorage&) = delete;

  std::optional<Revision> append(std::span<const Fact> facts, WallTime stamp) override {
    return log_->append(facts, stamp);
  }
  std::vector<Entry> since(Revision after, Revision upto) override { return log_->since(after, upto); }
  std::unique_ptr<Turn> turn() override { return std::make_unique<MemoryTurn>(log_); }
  void beat(const WorkerId& worker, WallTime) override {
    if (std::find(known_.begin(), known_.end(), worker) != known_.end()) return;
    known_.push_back(worker);
    log_->beat(worker);
  }
  std::vector<RunId> lost(WallTime) override { return log_->lost(); }

 private:
  std::shared_ptr<MemoryLog> log_;
  std::vector<WorkerId> known_;
};

}  // namespace

std::shared_ptr<MemoryLog> make_memory_log() { return std::make_shared<MemoryLog>(); }

std::unique_ptr<Storage> open_memory(std::shared_ptr<MemoryLog> log) {
  return std::make_unique<MemoryStorage>(std::move(log));
}

}  // namespace kilter
