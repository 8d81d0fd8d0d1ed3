// SPDX-License-Identifier: MIT
#include "bench/tasks/lcbench.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/tasks/lines.hpp"
#include "bench/tasks/task.hpp"
#include "kilter/space/draw.hpp"

namespace kilter::bench {
namespace {

using Json = nlohmann::json;
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXf;

/// How a number goes into the network, or comes out of it.
struct Scaling {
  bool log = false;
  float add = 0;
  float mean = 0;
  float by = 1;
};

Parameter parameter(const Json& json) {
  Parameter p;
  p.name = json.at("name").get<std::string>();
  p.kind = json.at("type") == "int" ? Kind::integer : Kind::real;
  p.scale = json.at("log").get<bool>() ? Scale::log : Scale::linear;
  p.low = json.at("low").get<double>();
  p.high = json.at("high").get<double>();
  return p;
}

}  // namespace

struct LcBench::Net {
  std::map<std::string, Matrix> tensors;
  std::vector<Scaling> inputs, outputs;
  std::vector<float> subtract;
  Space space;
  double last_epoch = 0;

  const Matrix& matrix(const std::string& name) const { return tensors.at(name); }
  auto column(const std::string& name) const { return tensors.at(name).col(0); }
  Vector norm(const Vector& x, const std::string& layer) const {
    const auto deviation = (column(layer + ".running_var").array() + 1e-5F).sqrt();
    return (x - column(layer + ".running_mean")).array() / deviation * column(layer + ".weight").array() +
           column(layer + ".bias").array();
  }
  Vector linear(const Vector& x, const std::string& layer) const {
    return matrix(layer + ".weight") * x + column(layer + ".bias");
  }
};

LcBench::LcBench(const std::filesystem::path& folder) {
  const Json json = Json::parse(read_text(folder / "manifest.json"));
  const std::string raw = read_text(folder / "weights.f32");
  static_assert(std::endian::native == std::endian::little);
  auto net = std::make_unique<Net>();
  for (const auto& tensor : json.at("tensors")) {
    const auto& shape = tensor.at("shape");
    const auto rows = shape.at(0).get<Eigen::Index>();
    const auto columns = shape.size() > 1 ? shape.at(1).get<Eigen::Index>() : Eigen::Index{1};
    const auto offset = tensor.at("offset").get<std::size_t>() * sizeof(float);
    Matrix values(rows, columns);
    const std::size_t bytes = static_cast<std::size_t>(values.size()) * sizeof(float);
    if (offset + bytes > raw.size()) throw std::runtime_error("weights.f32 is shorter than manifest.json says");
    std::memcpy(values.data(), raw.data() + offset, bytes);
    net->tensors.emplace(tensor.at("name").get<std::string>(), std::move(values));
  }
  for (const auto& in : json.at("inputs"))
    net->inputs.push_back(
        {in.at("log").get<bool>(), in.at("add").get<float>(), in.at("mean").get<float>(), in.at("std").get<float>()});
  for (const auto& out : json.at("outputs")) {
    net->outputs.push_back({out.at("exp").get<bool>(), out.at("add").get<float>(), 0, out.at("mul").get<float>()});
    net->subtract.push_back(out.at("sub").get<float>());
  }
  std::vector<Parameter> parameters;
  for (const auto& one : json.at("parameters")) parameters.push_back(parameter(one));
  net->space = Space(std::move(parameters));
  net->last_epoch = json.at("fidelity").at("high").get<double>();
  net_ = std::move(net);
}

LcBench::~LcBench() = default;

const Space& LcBench::space() const { return net_->space; }
double LcBench::last_epoch() const { return net_->last_epoch; }

std::vector<double> LcBench::operator()(std::size_t embedding_row, std::span<const double> inputs) const {
  const Matrix& embedding = net_->matrix("embedding");
  const auto width = embedding.cols();
  Vector x(width + static_cast<Eigen::Index>(inputs.size()));
  x.head(width) = embedding.row(static_cast<Eigen::Index>(embedding_row));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Scaling& scaling = net_->inputs.at(i);
    float v = static_cast<float>(inputs[i]);
    if (scaling.log) v = std::log(v + scaling.add);
    x[width + static_cast<Eigen::Index>(i)] = (v - scaling.mean) / scaling.by;
  }
  Vector h = net_->linear(x, "first_layer");
  for (int i = 0; i < 3; ++i) {
    const std::string layer = "layers." + std::to_string(i);
    const Vector z = net_->linear(net_->norm(h, layer + ".norm"), layer + ".linear0");
    const auto half = z.size() / 2;
    h += net_->linear(z.head(half).cwiseProduct(z.tail(half).cwiseMax(0.0F)), layer + ".linear1");
  }
  const Vector head = net_->linear(net_->norm(h, "last_normalization").cwiseMax(0.0F), "head");
  std::vector<double> out;
  for (std::size_t i = 0; i < net_->outputs.size(); ++i) {
    const Scaling& scaling = net_->outputs[i];
    const float y = 1 / (1 + std::exp(-head[static_cast<Eigen::Index>(i)]));
    const double v = static_cast<double>(y) * static_cast<double>(scaling.by) + static_cast<double>(scaling.add);
    out.push_back(scaling.log ? std::exp(v) - static_cast<double>(net_->subtract[i]) : v);
  }
  return out;
}

namespace {

/// A task of LCBench as its folder lists it.
struct Listed {
  std::string name;
  std::size_t embedding = 0;
  double best_accuracy = 0;
};

std::vector<Listed> first_tasks(const std::filesystem::path& folder) {
  static constexpr std::size_t count = 6;
  std::vector<Listed> tasks;
  if (!std::filesystem::exists(folder / "tasks.tsv")) return tasks;
  for (const auto& row : read_rows(folder / "tasks.tsv")) {
    if (tasks.size() == count) break;
    tasks.push_back({row.at("task"), static_cast<std::size_t>(number(row.at("embedding_row"))),
                     number(row.at("best_val_accuracy"))});
  }
  return tasks;
}

/// All outputs after the last epoch.
std::vector<double> trained(const LcBench& net, std::size_t embedding, const Params& params) {
  std::vector<double> inputs{net.last_epoch()};
  inputs.insert(inputs.end(), params.begin(), params.end());
  return net(embedding, inputs);
}

/// Bounds are the medians, ideals the best values of evenly spread settings.
Task accuracy_against_time(const std::string& name, const std::filesystem::path& folder, std::size_t embedding) {
  const auto net = std::make_shared<const LcBench>(folder);
  Task task{.name = name,
            .space = net->space(),
            .goals = {{.metric = "val_accuracy", .maximize = true}, {.metric = "time"}},
            .values = [=](const Params& params) {
              const auto out = trained(*net, embedding, params);
              return std::vector{out[1], out[0]};
            }};
  static constexpr std::uint64_t points = 500;
  std::vector<double> accuracies, times;
  for (std::uint64_t i = 0; i < points; ++i) {
    const auto values = task.values(draw(task.space, Rng{1, 1}, i));
    accuracies.push_back(values[0]);
    times.push_back(values[1]);
  }
  std::sort(accuracies.begin(), accuracies.end());
  std::sort(times.begin(), times.end());
  task.bounds = {accuracies[points / 2], times[points / 2]};
  task.ideal = {accuracies.back(), times.front()};
  return task;
}

}  // namespace

std::vector<Named> surrogate_tasks(const std::filesystem::path& data) {
  const auto folder = data / "surrogates" / "lcbench";
  std::vector<Named> tasks;
  for (const auto& listed : first_tasks(folder)) {
    const auto name = "lcbench/" + listed.name;
    tasks.push_back(
        {name, "surrogates", [=] {
           const auto net = std::make_shared<const LcBench>(folder);
           return Task{
               .name = name,
               .space = net->space(),
               .goals = {{.metric = "val_accuracy", .maximize = true}},
               .values = [=](const Params& params) { return std::vector{trained(*net, listed.embedding, params)[1]}; },
               .best = listed.best_accuracy};
         }});
  }
  return tasks;
}

std::vector<Named> objective_tasks(const std::filesystem::path& data) {
  const auto folder = data / "surrogates" / "lcbench";
  std::vector<Named> tasks;
  for (const auto& listed : first_tasks(folder)) {
    const auto name = "lcbench_time/" + listed.name;
    tasks.push_back({name, "objectives", [=] { return accuracy_against_time(name, folder, listed.embedding); }});
  }
  return tasks;
}

}  // namespace kilter::bench
