// SPDX-License-Identifier: MIT
#include "kilter/fit/model_texts.hpp"
#include "kilter/fit/onnx_graph.hpp"
#include "kilter/fit/unpacked.hpp"

namespace kilter::fit {
namespace {

using Element = OnnxGraph::Element;
using Names = OnnxGraph::Names;
using Wholes = std::vector<std::int64_t>;

ProtoMessage axis(std::int64_t value) { return OnnxGraph::attribute("axis", value); }
ProtoMessage to(Element element) { return OnnxGraph::attribute("to", static_cast<std::int64_t>(element)); }

/// Writes the way from raw columns to the answer.
class OnnxWriter {
 public:
  explicit OnnxWriter(const Model& model) : model_(model), graph_(names(model)) {}

  std::string bytes() {
    encode();
    Names answers;
    for (const auto& member : model_.members) answers.push_back(network(member));
    finish(graph_.step("Mean", answers));
    return graph_.model("The answer to " + model_.task.target + ", trained by kilter fit");
  }

 private:
  static Names names(const Model& model) {
    Names all;
    for (const auto& input : model.encoding.inputs()) all.push_back(input.type.name);
    return all;
  }

  std::string one(double value) { return graph_.constant(std::span<const double>(&value, 1), {1}); }
  std::string one(std::int64_t value) { return graph_.constant(std::span<const std::int64_t>(&value, 1), {1}); }

  /// The codes of a column of texts: 0 for an unknown one, then the categories.
  std::string code(const Input& input) {
    Wholes places(input.type.categories.size());
    for (std::size_t k = 0; k < places.size(); ++k) places[k] = static_cast<std::int64_t>(k) + 1;
    const auto found = graph_.step(
        "LabelEncoder", {input.type.name},
        {OnnxGraph::attribute("keys_strings", input.type.categories), OnnxGraph::attribute("values_int64s", places),
         OnnxGraph::attribute("default_int64", std::int64_t{0})},
        {}, "ai.onnx.ml");
    return graph_.step("Reshape", {found, one(std::int64_t{-1})});
  }

  /// -1 and 1, or an input a category; zeros for an unknown one.
  std::string one_hot(const Input& input) {
    const std::size_t count = input.type.categories.size(), width = numbers_of(input);
    std::vector<float> rows((count + 1) * width);
    for (std::size_t k = 0; k < count; ++k)
      if (width == 1)
        rows[k + 1] = k == 0 ? -1.0f : 1.0f;
      else
        rows[(k + 1) * width + k] = 1;
    return graph_.step("Gather", {graph_.constant(rows, {count + 1, width}), code(input)}, {axis(0)});
  }

  /// All numbers at once; their cells that are empty in `empty`.
  std::string scaled(const Names& columns, const std::vector<double>& centres, const std::vector<double>& scales,
                     std::string& empty) {
    const auto raw = graph_.step("Concat", columns, {axis(1)});
    empty = graph_.step("IsNaN", {raw});
    const auto from_centre = graph_.step("Sub", {raw, graph_.constant(centres, {centres.size()})});
    const auto z = graph_.step("Mul", {from_centre, graph_.constant(scales, {scales.size()})});
    const auto ninth = graph_.step("Div", {graph_.step("Mul", {z, z}), one(9.0)});
    const auto bent = graph_.step("Div", {z, graph_.step("Sqrt", {graph_.step("Add", {ninth, one(1.0)})})});
    return graph_.step("Cast", {graph_.step("Where", {empty, one(0.0), bent})}, {to(Element::real)});
  }

  /// Leaves the numbers of the network's input in `numbers_`, in its order, and the codes in `codes_`.
  void encode() {
    Names columns, hots;
    std::vector<double> centres, scales;
    Wholes flagged;
    for (const auto& input : model_.encoding.inputs()) {
      graph_.input(input.type.name, is_number(input) ? Element::twice : Element::text);
      if (is_number(input)) {
        if (input.flagged) flagged.push_back(static_cast<std::int64_t>(columns.size()));
        columns.push_back(input.type.name), centres.push_back(input.centre), scales.push_back(input.scale);
      } else if (numbers_of(input) > 0) {
        hots.push_back(one_hot(input));
      } else {
        codes_.push_back(code(input));
      }
    }
    Names blocks;
    if (!columns.empty()) {
      std::string empty;
      blocks.push_back(scaled(columns, centres, scales, empty));
      if (!flagged.empty()) {
        const auto which = graph_.constant(flagged, {flagged.size()});
        blocks.push_back(graph_.step("Cast", {graph_.step("Gather", {empty, which}, {axis(1)})}, {to(Element::real)}));
      }
    }
    blocks.insert(blocks.end(), hots.begin(), hots.end());
    if (blocks.empty()) return;
    const Wholes order = in_order(columns.size(), columns.size() + flagged.size());
    numbers_ = graph_.step("Gather", {graph_.step("Concat", blocks, {axis(1)}), graph_.constant(order, {order.size()})},
                           {axis(1)});
  }

  /// Where each number of the network's input stands among numbers, flags (from `flag`) and categories (from `hot`).
  Wholes in_order(std::size_t flag, std::size_t hot) const {
    Wholes order;
    std::size_t number = 0;
    for (const auto& input : model_.encoding.inputs()) {
      if (is_number(input)) {
        order.push_back(static_cast<std::int64_t>(number++));
        if (input.flagged) order.push_back(static_cast<std::int64_t>(flag++));
        continue;
      }
      for (std::size_t k = 0; k < numbers_of(input); ++k) order.push_back(static_cast<std::int64_t>(hot++));
    }
    return order;
  }

  std::string activated(const std::string& x) {
    switch (model_.architecture.activation) {
      case nn::Activation::relu: return graph_.step("Relu", {x});
      case nn::Activation::leaky_relu: return graph_.step("LeakyRelu", {x}, {OnnxGraph::attribute("alpha", 0.01f)});
      case nn::Activation::gelu:
        return graph_.step("Gelu", {x}, {OnnxGraph::attribute("approximate", std::string_view("tanh"))});
      case nn::Activation::silu: return graph_.step("Mul", {x, graph_.step("Sigmoid", {x})});
      case nn::Activation::tanh: return graph_.step("Tanh", {x});
      case nn::Activation::selu:
        return graph_.step("Selu", {x},
                           {OnnxGraph::attribute("alpha", 1.6732632f), OnnxGraph::attribute("gamma", 1.0507010f)});
    }
    return x;
  }

  /// Of one member: probabilities, or a number a row.
  std::string network(const nn::Network& member) {
    const Unpacked parts = unpacked(member);
    Names inputs;
    if (!numbers_.empty()) inputs.push_back(numbers_);
    for (std::size_t t = 0; t < codes_.size(); ++t) {
      const auto vector = static_cast<std::size_t>(member.architecture().embedding);
      const auto table = graph_.constant(parts.tables[t], {parts.tables[t].size() / vector, vector});
      inputs.push_back(graph_.step("Gather", {table, codes_[t]}, {axis(0)}));
    }
    std::string x = graph_.step("Concat", inputs, {axis(1)});
    if (!parts.factors.empty()) x = graph_.step("Mul", {x, graph_.constant(parts.factors, {parts.factors.size()})});
    for (const Dense& layer : parts.layers) {
      std::vector<float> weights(layer.weights.begin(), layer.weights.end());
      for (float& w : weights) w *= layer.scale;
      x = graph_.step("MatMul", {x, graph_.constant(weights, {layer.in, layer.out})});
      x = graph_.step("Add", {x, graph_.constant(layer.bias, {layer.out})});
      if (layer.last) break;
      const auto y = activated(x);
      if (layer.shares.empty()) {
        x = y;
        continue;
      }
      const auto moved = graph_.step("Sub", {y, x});
      x = graph_.step("Add", {x, graph_.step("Mul", {moved, graph_.constant(layer.shares, {layer.out})})});
    }
    if (!model_.task.of_classes()) return x;
    if (model_.task.classes.size() > 2) return graph_.step("Softmax", {x}, {axis(1)});
    const auto no = graph_.step("Sigmoid", {graph_.step("Neg", {x})});
    return graph_.step("Concat", {no, graph_.step("Sigmoid", {x})}, {axis(1)});
  }

  void finish(const std::string& mean) {
    const Task& task = model_.task;
    const auto prediction = graph_.fresh("prediction");
    if (!task.of_classes()) {
      const auto wide = graph_.step("Cast", {mean}, {to(Element::twice)});
      const auto number = graph_.step("Add", {graph_.step("Mul", {wide, one(task.deviation)}), one(task.mean)});
      const auto above = graph_.step("Max", {number, one(task.low)});
      graph_.step("Min", {above, one(task.high)}, {}, prediction);
      graph_.output(prediction, Element::twice, 1);
      return;
    }
    Wholes places(task.classes.size());
    for (std::size_t k = 0; k < places.size(); ++k) places[k] = static_cast<std::int64_t>(k);
    const auto best = graph_.step("ArgMax", {mean}, {axis(1), OnnxGraph::attribute("keepdims", std::int64_t{0})});
    graph_.step("LabelEncoder", {best},
                {OnnxGraph::attribute("keys_int64s", places), OnnxGraph::attribute("values_strings", task.classes)},
                prediction, "ai.onnx.ml");
    const auto probabilities = graph_.fresh("probabilities");
    graph_.step("Identity", {mean}, {}, probabilities);
    graph_.output(prediction, Element::text, 0);
    graph_.output(probabilities, Element::real, task.classes.size());
  }

  const Model& model_;
  OnnxGraph graph_;
  std::string numbers_;
  Names codes_;
};

}  // namespace

std::string onnx_of(const Model& model) { return OnnxWriter(model).bytes(); }

}  // namespace kilter::fit
