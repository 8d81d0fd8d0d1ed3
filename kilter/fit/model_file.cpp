// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/fit/model.hpp"

namespace kilter::fit {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view head = "KILTER MODEL 1\n";

Json type_json(const ColumnType& type) {
  return {{"name", type.name},
          {"kind", to_text(type.kind)},
          {"form", static_cast<int>(type.form)},
          {"categories", type.categories}};
}

ColumnType type_from(const Json& json) {
  ColumnType type;
  type.name = json.at("name");
  type.kind = column_kind(json.at("kind").get<std::string>()).value();
  type.form = static_cast<NumberForm>(json.at("form").get<int>());
  type.categories = json.at("categories").get<std::vector<std::string>>();
  return type;
}

Json header(const Model& model) {
  const Task& task = model.task;
  Json json{
      {"target", type_json(task.type)}, {"score", task.score}, {"classes", task.classes}, {"mean", task.mean},
      {"deviation", task.deviation},    {"low", task.low},     {"high", task.high},       {"inputs", Json::array()}};
  for (const auto& input : model.encoding.inputs()) {
    Json one = type_json(input.type);
    one.update({{"centre", input.centre}, {"scale", input.scale}, {"flagged", input.flagged}});
    json["inputs"].push_back(std::move(one));
  }
  const auto& a = model.architecture;
  json["network"] = {{"layers", a.layers},
                     {"width", a.width},
                     {"activation", static_cast<int>(a.activation)},
                     {"dropout", a.dropout},
                     {"norm", static_cast<int>(a.norm)},
                     {"embedding", a.embedding},
                     {"scaled", a.scaled},
                     {"parametric", a.parametric}};
  json["members"] = model.members.size();
  json["parameters"] = model.members.empty() ? 0 : model.members.front().parameters().size();
  return json;
}

Model from_header(const Json& json) {
  Model model;
  Task& task = model.task;
  task.type = type_from(json.at("target"));
  task.target = task.type.name;
  task.score = json.at("score");
  task.classes = json.at("classes").get<std::vector<std::string>>();
  task.mean = json.at("mean"), task.deviation = json.at("deviation");
  task.low = json.at("low"), task.high = json.at("high");
  std::vector<Input> inputs;
  for (const auto& one : json.at("inputs"))
    inputs.push_back({type_from(one), one.at("centre"), one.at("scale"), one.at("flagged")});
  model.encoding = Encoding(std::move(inputs));
  const auto& a = json.at("network");
  model.architecture = {.layers = a.at("layers"),
                        .width = a.at("width"),
                        .activation = static_cast<nn::Activation>(a.at("activation").get<int>()),
                        .dropout = a.at("dropout"),
                        .norm = static_cast<nn::Norm>(a.at("norm").get<int>()),
                        .embedding = a.at("embedding"),
                        .scaled = a.at("scaled"),
                        .parametric = a.at("parametric")};
  return model;
}

[[noreturn]] void damaged(const std::filesystem::path& file) {
  throw Error(ErrorKind::invalid, {}, fmt::format("{} is no model of Kilter, or is damaged", file.string()),
              {"Train again: the same kilter fit command writes it anew."});
}

}  // namespace

void save(const Model& model, const std::filesystem::path& file) {
  static_assert(std::endian::native == std::endian::little);
  std::string bytes(head);
  bytes += header(model).dump() + "\n";
  for (const auto& member : model.members) {
    const auto parameters = member.parameters();
    bytes.append(reinterpret_cast<const char*>(parameters.data()), parameters.size_bytes());
  }
  write_whole(file, bytes);
}

Model load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(ErrorKind::usage, {}, fmt::format("there is no model {}", file.string()));
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto line = bytes.find('\n', head.size());
  if (!bytes.starts_with(head) || line == std::string::npos) damaged(file);
  try {
    const Json json = Json::parse(bytes.begin() + static_cast<std::ptrdiff_t>(head.size()),
                                  bytes.begin() + static_cast<std::ptrdiff_t>(line));
    Model model = from_header(json);
    const std::size_t members = json.at("members"), parameters = json.at("parameters");
    if (members == 0 || members > 1000 || (bytes.size() - line - 1) / sizeof(float) / members != parameters)
      damaged(file);
    const char* at = bytes.data() + line + 1;
    for (std::size_t m = 0; m < members; ++m) {
      nn::Network network(model.encoding.form(model.task.outputs()), model.architecture);
      if (network.parameters().size() != parameters) damaged(file);
      std::memcpy(network.parameters().data(), at, parameters * sizeof(float));
      at += parameters * sizeof(float);
      model.members.push_back(std::move(network));
    }
    return model;
  } catch (const Json::exception&) {
    damaged(file);
  } catch (const std::bad_optional_access&) {
    damaged(file);
  }
}

}  // namespace kilter::fit
