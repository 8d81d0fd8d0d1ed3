// SPDX-License-Identifier: MIT
#include "kilter/fit/onnx_graph.hpp"

#include <bit>

namespace kilter::fit {
namespace {

template <class T>
std::string_view bytes_of(std::span<const T> values) {
  static_assert(std::endian::native == std::endian::little);
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

ProtoMessage attribute_of(const char* name, int type) {
  ProtoMessage message;
  message.text(1, name).whole(20, static_cast<std::int64_t>(type));
  return message;
}

}  // namespace

ProtoMessage OnnxGraph::value_info(const std::string& name, Element element, std::size_t columns) {
  ProtoMessage rows, width, shape, tensor, type, info;
  shape.message(1, rows.text(2, "rows"));
  if (columns > 0) shape.message(1, width.whole(1, static_cast<std::int64_t>(columns)));
  tensor.whole(1, static_cast<std::int64_t>(element)).message(2, shape);
  info.text(1, name).message(2, type.message(1, tensor));
  return info;
}

void OnnxGraph::input(const std::string& name, Element element) { ends_.message(11, value_info(name, element, 1)); }

void OnnxGraph::output(const std::string& name, Element element, std::size_t columns) {
  ends_.message(12, value_info(name, element, columns));
}

std::string OnnxGraph::fresh(std::string wanted) {
  while (!taken_.insert(wanted).second) wanted += '_';
  return wanted;
}

std::string OnnxGraph::stored(Element element, std::string_view raw, std::initializer_list<std::size_t> dims) {
  const std::string name = fresh("constant_" + std::to_string(++made_));
  ProtoMessage tensor;
  for (const auto dim : dims) tensor.whole(1, static_cast<std::int64_t>(dim));
  tensor.whole(2, static_cast<std::int64_t>(element)).text(8, name).text(9, raw);
  body_.message(5, tensor);
  return name;
}

std::string OnnxGraph::constant(std::span<const float> values, std::initializer_list<std::size_t> dims) {
  return stored(Element::real, bytes_of(values), dims);
}
std::string OnnxGraph::constant(std::span<const double> values, std::initializer_list<std::size_t> dims) {
  return stored(Element::twice, bytes_of(values), dims);
}
std::string OnnxGraph::constant(std::span<const std::int64_t> values, std::initializer_list<std::size_t> dims) {
  return stored(Element::whole, bytes_of(values), dims);
}

ProtoMessage OnnxGraph::attribute(const char* name, float value) { return attribute_of(name, 1).single(2, value); }
ProtoMessage OnnxGraph::attribute(const char* name, std::int64_t value) {
  return attribute_of(name, 2).whole(3, value);
}
ProtoMessage OnnxGraph::attribute(const char* name, std::string_view value) {
  return attribute_of(name, 3).text(4, value);
}
ProtoMessage OnnxGraph::attribute(const char* name, std::span<const std::string> values) {
  ProtoMessage message = attribute_of(name, 8);
  for (const auto& value : values) message.text(9, value);
  return message;
}
ProtoMessage OnnxGraph::attribute(const char* name, std::span<const std::int64_t> values) {
  ProtoMessage message = attribute_of(name, 7);
  for (const auto value : values) message.whole(8, value);
  return message;
}

std::string OnnxGraph::step(const char* operation, const Names& inputs, const std::vector<ProtoMessage>& attributes,
                            const std::string& named, const char* domain) {
  const std::string yields = named.empty() ? fresh("step_" + std::to_string(++made_)) : named;
  ProtoMessage node;
  for (const auto& name : inputs) node.text(1, name);
  node.text(2, yields).text(4, operation);
  for (const auto& attribute : attributes) node.message(5, attribute);
  if (*domain) node.text(7, domain);
  body_.message(1, node);
  return yields;
}

std::string OnnxGraph::model(std::string_view about) const {
  ProtoMessage common, learning, graph, whole;
  common.text(1, "").whole(2, 20);
  learning.text(1, "ai.onnx.ml").whole(2, 2);
  graph.text(2, "kilter").text(10, about);
  whole.whole(1, 9).text(2, "kilter").message(8, common).message(8, learning);
  const std::string bytes = graph.bytes() + body_.bytes() + ends_.bytes();
  return whole.text(7, bytes).bytes();
}

}  // namespace kilter::fit
