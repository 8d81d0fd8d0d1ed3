// SPDX-License-Identifier: MIT
#include "kilter/cli/fit_record.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/fit/model.hpp"

namespace kilter::cli {
namespace {

/// Null where there is none.
Json read(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return nullptr;
  Json json = Json::parse(in, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    throw Error(ErrorKind::storage, {}, fmt::format("{} is damaged", file.string()),
                {"Remove it to begin anew, or give the fit another name: --name NAME"});
  return json;
}

Json plan_of(const FitRequest& request, const FitTable& table, const fit::Problem& problem) {
  Json said = Json::object();
  for (const auto& [name, kind] : table.said) said[name] = to_text(kind);
  return {{"schema", "kilter/fit-plan/1"},
          {"table", fmt::format("{:016x}", table.raw.fingerprint())},
          {"test", request.test ? fmt::format("{:016x}", RawTable(*request.test).fingerprint()) : ""},
          {"target", problem.task.target},
          {"score", problem.task.score},
          {"folds", problem.folds},
          {"seed", problem.seed},
          {"kinds", std::move(said)},
          {"dropped", request.drop},
          {"epochs", problem.epochs},
          {"looks", 0}};
}

struct Field {
  const char* key;
  const char* words;
};
constexpr std::array fields{Field{"table", "another table"},
                            Field{"test", "another test file"},
                            Field{"target", "another target"},
                            Field{"score", "another score"},
                            Field{"folds", "other folds"},
                            Field{"seed", "another seed"},
                            Field{"kinds", "other kinds of columns"},
                            Field{"dropped", "other columns dropped"}};

}  // namespace

std::string fit_name(const FitRequest& request) {
  if (request.name) return *request.name;
  std::string stem = std::filesystem::path(request.file).filename().string();
  for (const char* end : {".gz", ".csv", ".tsv", ".txt"})
    if (stem.ends_with(end)) stem.erase(stem.size() - std::string_view(end).size());
  for (char& c : stem) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) c = '-';
  }
  return stem.empty() ? "fit" : stem.substr(0, 80);
}

FitRecord::FitRecord(std::filesystem::path folder, const FitRequest& request, const FitTable& table,
                     fit::Problem& problem)
    : folder_(std::move(folder)) {
  const Json now = plan_of(request, table, problem);
  const Json before = read(folder_ / "fit.json");
  if (before.is_null()) {
    std::error_code failed;
    if (std::filesystem::exists(folder_ / "study.db", failed))
      throw Error(ErrorKind::usage, {},
                  fmt::format("study \"{}\" exists and is none of kilter fit", folder_.filename().string()),
                  {"Give this one another name: --name NAME"});
    std::filesystem::create_directories(folder_, failed);
    fit::write_whole(folder_ / "fit.json", now.dump(2) + "\n");
    return;
  }
  for (const auto& [key, words] : fields)
    if (before.value(key, Json()) != now.at(key))
      throw Error(ErrorKind::usage, {}, fmt::format("fit \"{}\" was begun with {}", folder_.filename().string(), words),
                  {"Its results cannot be compared with new ones. Give this one another name: --name NAME"});
  problem.epochs = before.value("epochs", problem.epochs);
  looks_ = before.value("looks", 0);
}

void FitRecord::open_test() {
  Json plan = read(folder_ / "fit.json");
  plan["looks"] = ++looks_;
  fit::write_whole(folder_ / "fit.json", plan.dump(2) + "\n");
}

double FitRecord::minutes() const {
  const Json before = result();
  return before.is_null() ? 0 : before.value("minutes", 0.0);
}

Json FitRecord::result() const { return read(folder_ / "result.json"); }

void FitRecord::keep(const Json& result) const { fit::write_whole(folder_ / "result.json", result.dump(2) + "\n"); }

}  // namespace kilter::cli
