// SPDX-License-Identifier: MIT
// A study as a C++ program uses it: optimize a function, or ask and tell.
#pragma once
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kilter/api/claim.hpp"
#include "kilter/api/options.hpp"
#include "kilter/api/result.hpp"
#include "kilter/core/history.hpp"
#include "kilter/core/tune.hpp"

namespace kilter {

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
