// SPDX-License-Identifier: MIT
// Trials as the Python package keeps them: what a history says of each, and which ones are new to a reader.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kilter/core/history.hpp"

namespace kilter::python {

using Named = std::vector<std::pair<std::string, Value>>;

/// One trial, its first part, in plain types.
struct Record {
  TrialNumber number = 0;
  std::string state;
  std::vector<std::optional<double>> values;  ///< one a goal
  Named params;
  std::vector<std::pair<double, double>> reports;  ///< step and value of the first goal, in the order reported
  std::vector<std::pair<std::string, std::string>> notes;
  Metrics metrics;  ///< as told at the end
  std::optional<std::int64_t> started;
  std::optional<std::int64_t> ended;  ///< milliseconds since 1970
  std::string given;                  ///< the JSON object it was added with
  std::string cause;
  std::string detail;
  std::string by;
  std::string reason;
  std::string decision;
  int attempt = 0;
};

/// What the facts say beyond History: reports in any order of steps, what a trial was given, who was touched when.
/// Not thread-safe.
class Records {
 public:
  /// Reads what is new in `history`.
  void read(const History& history);
  /// The trials that a fact after `since` is about.
  std::vector<TrialNumber> touched(Revision since) const;
  Record record(const History& history, TrialNumber number) const;
  const std::string& given(TrialNumber trial) const { return about_[static_cast<std::size_t>(trial)].given; }

 private:
  struct About {
    Revision touched = 0;
    std::string given;
    std::vector<std::pair<double, Metrics>> reports;
    bool again = false;  ///< a later attempt has started and not reported yet
  };
  void take(const Entry& entry);

  Revision read_ = 0;
  std::vector<About> about_;
};

/// The values of a configuration by name.
Named named(const Space& space, const Params& params);

}  // namespace kilter::python
