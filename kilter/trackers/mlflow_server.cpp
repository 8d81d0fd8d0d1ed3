// SPDX-License-Identifier: MIT
// The limits are those of mlflow/utils/validation.py, the smaller ones where versions differ.
#include "kilter/trackers/mlflow_server.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto server_patience = std::chrono::seconds{10};
constexpr std::size_t most_metrics = 800, most_params = 90, most_tags = 90;
constexpr std::size_t longest_key = 240, longest_param = 500, longest_tag = 5000;
constexpr int page_of_runs = 500;

/// At most so many bytes, cut between two letters.
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0u) == 0x80u) --most;
  return std::string(text.substr(0, most));
}

std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json pair_of(const std::string& key, std::string_view value, std::size_t longest) {
  return {{"key", mlflow_key(key)}, {"value", cut(value, longest)}};
}

Json list_of(const MlflowTags& tags) {
  Json list = Json::array();
  for (const auto& [key, value] : tags) list.push_back(pair_of(key, value, longest_tag));
  return list;
}

std::string in_url(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

MlflowRun run_of(const Json& json) {
  MlflowRun run{.id = json.at("info").at("run_id"), .tags = {}};
  if (const auto& data = json.at("data"); data.contains("tags"))
    for (const auto& tag : data.at("tags")) run.tags[tag.at("key")] = tag.value("value", "");
  return run;
}

template <typename Read>
auto read_answer(const std::string& text, const std::string& address, Read read) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception&) {
    throw Error(ErrorKind::failure, {},
                fmt::format("what answers at {} is no MLflow server: {}", address, printable(text, 80)));
  }
}

}  // namespace

std::string mlflow_key(std::string_view name) {
  std::string key;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
    const bool after_break = key.empty() || key.back() == '/';
    const bool path = (c == '/' || c == '.') && after_break;  // "/a", "a//b", "../a" are refused
    const bool plain =
        letter || (byte >= '0' && byte <= '9') || c == '_' || c == '-' || c == ' ' || ((c == '/' || c == '.') && !path);
    key += plain ? std::string(1, c) : fmt::format("_{:02x}", byte);
  }
  if (key.ends_with('/')) key.replace(key.size() - 1, 1, "_2f");
  return key.empty() ? "_" : cut(key, longest_key);
}

MlflowServer::MlflowServer(const std::string& address, std::string authorization)
    : address_(address), client_(read_http_url(address), std::move(authorization), server_patience) {}

void MlflowServer::refused(const std::string& call, const HttpAnswer& answer) const {
  std::string why = answer.body;
  const Json json = Json::parse(answer.body, nullptr, false);
  if (json.is_object() && json.contains("message") && json["message"].is_string()) why = json["message"];
  throw Error(ErrorKind::failure, {},
              fmt::format("{} answered {} with {}: {}", address_, call, answer.status, printable(trim(why), 200)));
}

std::string MlflowServer::answer_to(const std::string& call, const std::string& json) {
  const HttpAnswer answer = client_.post("/api/2.0/mlflow/" + call, json);
  if (answer.status != 200) refused(call, answer);
  return answer.body;
}

std::string MlflowServer::experiment(const std::string& name) {
  const std::string cut_name = cut(name, longest_key);
  for (const bool made : {false, true}) {
    const std::string get = "experiments/get-by-name";
    const HttpAnswer found = client_.get("/api/2.0/mlflow/" + get + "?experiment_name=" + in_url(cut_name));
    if (found.status == 200) {
      const auto read = [](const Json& json) { return json.at("experiment"); };
      const Json experiment = read_answer(found.body, address_, read);
      if (experiment.value("lifecycle_stage", "active") != "deleted") return experiment.value("experiment_id", "");
      throw Error(ErrorKind::failure, {},
                  fmt::format("the experiment {} is deleted in {}; restore it there, or set MLFLOW_EXPERIMENT_NAME",
                              printable(cut_name, 200), address_));
    }
    if (made || found.status != 404 || found.body.find("RESOURCE_DOES_NOT_EXIST") == std::string::npos)
      refused(get, found);
    // Where another process is quicker, the experiment is there all the same.
    client_.post("/api/2.0/mlflow/experiments/create", written({{"name", cut_name}}));
  }
  return {};
}

std::vector<MlflowRun> MlflowServer::runs(const std::string& experiment, const std::string& tag,
                                          const std::string& value) {
  std::vector<MlflowRun> runs;
  Json ask{{"experiment_ids", {experiment}},
           {"filter", fmt::format("tags.`{}` = '{}'", tag, value)},
           {"max_results", page_of_runs},
           {"order_by", {"attributes.start_time ASC"}}};
  for (std::string page = "first"; !page.empty();) {
    const std::string text = answer_to("runs/search", written(ask));
    page = read_answer(text, address_, [&](const Json& json) {
      if (json.contains("runs"))
        for (const auto& run : json.at("runs")) runs.push_back(run_of(run));
      return json.value("next_page_token", "");
    });
    ask["page_token"] = page;
  }
  return runs;
}

MlflowRun MlflowServer::create(const std::string& experiment, const std::string& name, std::int64_t start,
                               MlflowTags tags) {
  const Json ask{{"experiment_id", experiment}, {"run_name", name}, {"start_time", start}, {"tags", list_of(tags)}};
  const auto read = [](const Json& json) { return json.at("run").at("info").at("run_id").get<std::string>(); };
  return {read_answer(answer_to("runs/create", written(ask)), address_, read), std::move(tags)};
}

void MlflowServer::log(const std::string& run, const MlflowBatch& batch) {
  const auto part = [&](const char* what, Json items) {
    if (!items.empty()) answer_to("runs/log-batch", written({{"run_id", run}, {what, std::move(items)}}));
  };
  Json items = Json::array();
  const auto add = [&](const char* what, std::size_t most, Json item) {
    items.push_back(std::move(item));
    if (items.size() == most) part(what, std::exchange(items, Json::array()));
  };
  for (const auto& [key, value] : batch.params) add("params", most_params, pair_of(key, value, longest_param));
  part("params", std::exchange(items, Json::array()));
  for (const auto& metric : batch.metrics)
    add("metrics", most_metrics,
        {{"key", mlflow_key(metric.key)}, {"value", metric.value}, {"timestamp", metric.time}, {"step", metric.step}});
  part("metrics", std::exchange(items, Json::array()));
  for (const auto& [key, value] : batch.tags) add("tags", most_tags, pair_of(key, value, longest_tag));
  part("tags", std::move(items));
}

void MlflowServer::running(const std::string& run) {
  answer_to("runs/update", written({{"run_id", run}, {"status", "RUNNING"}}));
}

void MlflowServer::ended(const std::string& run, const std::string& status, std::int64_t time) {
  answer_to("runs/update", written({{"run_id", run}, {"status", status}, {"end_time", time}}));
}

}  // namespace kilter
