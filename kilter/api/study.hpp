// SPDX-License-Identifier: MIT
// A study as a C++ program uses it: optimize a function, or ask and tell.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kilter/api/claim.hpp"
#include "kilter/api/result.hpp"
#include "kilter/core/history.hpp"
#include "kilter/core/tune.hpp"

namespace kilter {

enum class Direction { minimize, maximize };
using enum Direction;

/// `run.suggest_float("lr", 1e-5, 1e-1, kilter::log)`.
inline constexpr Scale log = Scale::log;

struct InMemory {};
inline constexpr InMemory in_memory{};

/// Where a study is kept: a folder of studies, or this process's memory.
class Place {
 public:
  Place() = default;
  Place(InMemory) : folder_{} {}
  Place(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Place(const char* folder) : folder_(folder) {}

  bool in_memory() const { return folder_.empty(); }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_ = "kilter-studies";
};

struct StudyOptions {
  std::string name = "study";
  Direction direction = minimize;
  std::string metric = "value";  ///< the name of the number that the objective returns
  std::vector<Goal> goals;       ///< in place of direction and metric, where there are several
  Place storage;
  Space space;                         ///< known in advance; parameters that a run asks for join it
  std::string sampler;                 ///< empty: the study's own, quasi_random for a new one
  std::string sampler_options = "{}";  ///< as JSON
  std::string scheduler;               ///< empty: the study's own, none for a new one
  std::string scheduler_options = "{}";
  std::optional<std::uint64_t> seed;  ///< absent: the study's own, 0 for a new one
  double shortest = 1;                ///< steps of the shortest useful training, for schedulers
  double full = 1;                    ///< steps of a whole training
  std::optional<int> trials;          ///< of the whole study, over all starts
};

struct OptimizeOptions {
  std::optional<int> trials;    ///< of the whole study, over all calls and starts; 60 where no limit is given at all
  std::optional<double> hours;  ///< the same, while at least one trial runs
  int jobs = 1;                 ///< trials at once; 1: in the calling thread
};

using core::Finish;

/// A trial as the study has recorded it.
struct TrialRecord {
  TrialNumber number = 0;
  TrialState state = TrialState::waiting;
  std::optional<double> value;  ///< of the first goal
  std::map<std::string, Value> params;
  Curve curve;
  std::string reason;  ///< why it was proposed
};

struct Best {
  TrialNumber trial = 0;
  double value = 0;
  std::map<std::string, Value> params;
  std::string sentence;  ///< `trial 11: value 0.0312   lr 0.0812   width 256`
};

std::ostream& operator<<(std::ostream& out, const Best& best);
std::ostream& operator<<(std::ostream& out, const std::optional<Best>& best);

/// Thread-safe: one mutex at the door, which no trial holds while it trains. Several processes may use one study in a
/// folder at once. Throws Error for misuse and broken storage; an objective that throws is a failed trial.
class Study {
 public:
  /// Opens the study, or begins it. What the options say explicitly of an existing study is changed and recorded.
  explicit Study(const StudyOptions& options = {});
  ~Study();
  Study(Study&&) noexcept;
  Study& operator=(Study&&) noexcept;

  const std::string& name() const;

  /// Tries until the budget is spent. The objective is called by `jobs` threads at once. A study that was paused goes
  /// on. Waits for claims that have not been told.
  Finish optimize(const std::function<Result(Run&)>& objective, const OptimizeOptions& options = {});
  /// Lets the trials that run come to their end and optimize() return. From any thread or signal handler.
  void stop() noexcept;

  /// The next trial for a loop of your own; empty where nothing is left to try now. A study that was given no number of
  /// trials has no end.
  Claim ask();
  /// False: the trial was given to another worker meanwhile, and this end counts for nothing.
  bool tell(Claim claim, Result result);

  std::optional<Best> best() const;
  std::vector<TrialRecord> trials() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace kilter
