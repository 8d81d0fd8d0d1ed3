// SPDX-License-Identifier: MIT
// What a fit keeps beside its study: what it was begun with, how often the test rows were opened, and its result.
#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "kilter/cli/fit_data.hpp"
#include "kilter/cli/json_out.hpp"

namespace kilter::cli {

/// fit.json and result.json in the folder of the study. Files are replaced whole.
class FitRecord {
 public:
  /// Begins one, or goes on with the one that is there: then `problem` trains as long as it did at first. Throws
  /// Error(usage) where it was begun with another table, target or split.
  FitRecord(std::filesystem::path folder, const FitRequest& request, const FitTable& table, fit::Problem& problem);

  const std::filesystem::path& folder() const { return folder_; }
  int looks() const { return looks_; }
  /// Before the test rows are looked at.
  void open_test();
  /// The minutes that have been searched for before; 0: none.
  double minutes() const;
  /// An earlier one; null: none.
  Json result() const;
  void keep(const Json& result) const;

 private:
  std::filesystem::path folder_;
  int looks_ = 0;
};

/// The study's name where none is given: the file's.
std::string fit_name(const FitRequest& request);

}  // namespace kilter::cli
