// SPDX-License-Identifier: MIT
// What the MLflow tracker asks of an MLflow server, over its REST interface and within its limits.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kilter/trackers/http.hpp"

namespace kilter {

using MlflowTags = std::map<std::string, std::string>;

struct MlflowRun {
  std::string id;
  MlflowTags tags;
};

struct MlflowMetric {
  std::string key;
  double value = 0;  ///< finite
  std::int64_t time = 0;
  std::int64_t step = 0;
};

/// What is logged of one run at a time.
struct MlflowBatch {
  std::vector<std::pair<std::string, std::string>> params;
  std::vector<MlflowMetric> metrics;
  MlflowTags tags;
};

/// The name as MLflow takes it for a parameter, metric or tag: letters, digits and `_-./ ` stay, all else becomes `_`
/// and its bytes in hexadecimal, so that different names stay different.
std::string mlflow_key(std::string_view name);

/// Each call throws Error(failure) with the server's own words where it does not do what was asked.
class MlflowServer {
 public:
  MlflowServer(const std::string& address, std::string authorization);

  /// The id of the experiment of that name, made where there is none.
  std::string experiment(const std::string& name);
  /// The runs of an experiment that have that tag and are not deleted.
  std::vector<MlflowRun> runs(const std::string& experiment, const std::string& tag, const std::string& value);
  MlflowRun create(const std::string& experiment, const std::string& name, std::int64_t start, MlflowTags tags);
  /// The tags last: where they are, all the rest is. The same metrics again are the same metrics.
  void log(const std::string& run, const MlflowBatch& batch);
  void running(const std::string& run);
  void ended(const std::string& run, const std::string& status, std::int64_t time);
  void hang_up() { client_.hang_up(); }

 private:
  std::string answer_to(const std::string& call, const std::string& json);
  [[noreturn]] void refused(const std::string& call, const HttpAnswer& answer) const;

  std::string address_;
  HttpClient client_;
};

}  // namespace kilter
