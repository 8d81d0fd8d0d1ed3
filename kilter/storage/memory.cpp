// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "kilter/storage/storages.hpp"

namespace kilter {

/// The facts, the index that the rules ask, and who lives.
class MemoryLog final : public Standing {
 public:
  bool begun() const override { return !entries_.empty(); }
  TrialNumber next() const override { return static_cast<TrialNumber>(trials_.size()); }
  TrialNumber trial_budget() const override { return budget_; }
  bool proposed(TrialNumber trial) const override { return trials_[static_cast<std::size_t>(trial)].proposed; }
  std::optional<Run> run(TrialNumber trial, int part) const override {
    for (const auto& [index, run] : trials_[static_cast<std::size_t>(trial)].runs)
      if (index == part) return run;
    return {};
  }

  std::optional<Revision> append(std::span<const Fact> facts, WallTime stamp) {
    std::lock_guard lock(mutex_);
    const auto before = entries_.size();
    for (const auto& fact : facts) {
      if (!may_follow(*this, fact)) {
        while (entries_.size() > before) undo();
        return {};
      }
      take({entries_.size() + 1, stamp, fact});
    }
    return entries_.size();
  }

  std::vector<Entry> since(Revision after, Revision upto) {
    std::lock_guard lock(mutex_);
    const Revision last = std::min<Revision>({upto, entries_.size(), after + page});
    std::vector<Entry> found;
    if (after < last)
      found.assign(entries_.begin() + static_cast<long>(after), entries_.begin() + static_cast<long>(last));
    return found;
  }

  void beat(const WorkerId& worker) {
    std::lock_guard lock(mutex_);
    ++alive_[worker];
  }

  void leave(const WorkerId& worker) {
    std::lock_guard lock(mutex_);
    if (auto it = alive_.find(worker); it != alive_.end() && --it->second == 0) alive_.erase(it);
  }

  std::vector<RunId> lost() {
    std::lock_guard lock(mutex_);
    std::vector<RunId> dead;
    for (const auto& [run, worker] : open_)
      if (!alive_.contains(worker)) dead.push_back(run);
    return dead;
  }

  std::mutex& turn() { return turn_; }

 private:
  struct Indexed {
    bool proposed = false;
    std::vector<std::pair<int, Run>> runs;
  };

  Run& slot(const RunId& id) {
    auto& runs = trials_[static_cast<std::size_t>(id.trial)].runs;
    for (auto& [index, run] : runs)
      if (index == id.part) return run;
    return runs.emplace_back(id.part, Run{-1, false}).second;
  }

  void take(Entry entry) {
    if (const auto* f = std::get_if<Added>(&entry.fact)) trials_.resize(static_cast<std::size_t>(f->trial) + 1);
    if (const auto* f = std::get_if<Proposed>(&entry.fact)) trials_[static_cast<std::size_t>(f->trial)].proposed = true;
    if (const auto* f = std::get_if<Started>(&entry.fact))
      slot(f->run) = {f->run.attempt, true}, open_[f->run] = f->worker;
    if (const auto* f = std::get_if<Ended>(&entry.fact)) slot(f->run).running = false, open_.erase(f->run);
    if (const auto* f = std::get_if<Changed>(&entry.fact)) budget_ = f->trials;
    entries_.push_back(std::move(entry));
  }

  /// Takes the newest entry back. Its index is what the entries before it gave.
  void undo() {
    const Entry entry = std::move(entries_.back());
    entries_.pop_back();
    if (std::holds_alternative<Added>(entry.fact)) trials_.pop_back();
    if (const auto* f = std::get_if<Proposed>(&entry.fact))
      trials_[static_cast<std::size_t>(f->trial)].proposed = false;
    if (const auto* f = std::get_if<Started>(&entry.fact)) {
      open_.erase(f->run);
      if (f->run.attempt > 0)
        slot(f->run) = {f->run.attempt - 1, false};
      else
        std::erase_if(trials_[static_cast<std::size_t>(f->run.trial)].runs,
                      [&](const auto& r) { return r.first == f->run.part; });
    }
    if (const auto* f = std::get_if<Ended>(&entry.fact)) slot(f->run).running = true, open_[f->run] = worker_of(f->run);
    if (std::holds_alternative<Changed>(entry.fact)) budget_ = budget_before();
  }

  WorkerId worker_of(const RunId& run) const {
    for (auto it = entries_.rbegin(); it != entries_.rend(); ++it)
      if (const auto* f = std::get_if<Started>(&it->fact); f && f->run == run) return f->worker;
    return {};
  }

  TrialNumber budget_before() const {
    for (auto it = entries_.rbegin(); it != entries_.rend(); ++it)
      if (const auto* f = std::get_if<Changed>(&it->fact)) return f->trials;
    return -1;
  }

  std::mutex mutex_;
  std::mutex turn_;
  std::vector<Entry> entries_;
  std::vector<Indexed> trials_;
  std::map<RunId, WorkerId> open_;
  std::map<WorkerId, int> alive_;
  TrialNumber budget_ = -1;
};

namespace {

class MemoryTurn final : public Turn {
 public:
  explicit MemoryTurn(std::mutex& mutex) : lock_(mutex) {}

 private:
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
  std::unique_ptr<Turn> turn() override { return std::make_unique<MemoryTurn>(log_->turn()); }
  void beat(const WorkerId& worker, WallTime) override {
    for (const auto& known : known_)
      if (known == worker) return;
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
