// SPDX-License-Identifier: MIT
#include "kilter/fit/onnx_graph.hpp"

#include <bit>
#include <cstring>

namespace kilter::fit {
namespace {

template <class T>
std::string_view bytes_of(std::span<const T> values) {
  static_assert(std::endian::native == std::endian::little);
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

Message attribute_of(const char* name, int type) {
  Message message;
  message.text(1, name).whole(20, static_cast<std::uint64_t>(type));
  return message;
}

}  // namespace

void Message::varint(std::uint64_t value) {
  for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
  bytes_ += static_cast<char>(value);
}

Message& Message::whole(int field, std::uint64_t value) {
  varint(static_cast<std::uint64_t>(field) << 3);
  varint(value);
  return *this;
}

Message& Message::real(int field, float value) {
  varint(static_cast<std::uint64_t>(field) << 3 | 5);
  bytes_ += bytes_of(std::span<const float>(&value, 1));
  return *this;
}

Message& Message::text(int field, std::string_view bytes) {
  varint(static_cast<std::uint64_t>(field) << 3 | 2);
  varint(bytes.size());
  bytes_ += bytes;
  return *this;
}

Message OnnxGraph::value_info(const std::string& name, Element element, std::size_t columns) {
  Message rows, width, shape, tensor, type, info;
  shape.message(1, rows.text(2, "rows"));
  if (columns > 0) shape.message(1, width.whole(1, columns));
  tensor.whole(1, static_cast<std::uint64_t>(element)).message(2, shape);
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
  Message tensor;
  for (const auto dim : dims) tensor.whole(1, dim);
  tensor.whole(2, static_cast<std::uint64_t>(element)).text(8, name).text(9, raw);
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

Message OnnxGraph::attribute(const char* name, float value) { return attribute_of(name, 1).real(2, value); }
Message OnnxGraph::attribute(const char* name, std::int64_t value) {
  return attribute_of(name, 2).whole(3, static_cast<std::uint64_t>(value));
}
Message OnnxGraph::attribute(const char* name, std::string_view value) { return attribute_of(name, 3).text(4, value); }
Message OnnxGraph::attribute(const char* name, std::span<const std::string> values) {
  Message message = attribute_of(name, 8);
  for (const auto& value : values) message.text(9, value);
  return message;
}
Message OnnxGraph::attribute(const char* name, std::span<const std::int64_t> values) {
  Message message = attribute_of(name, 7);
  for (const auto value : values) message.whole(8, static_cast<std::uint64_t>(value));
  return message;
}

std::string OnnxGraph::step(const char* operation, const Names& inputs, const std::vector<Message>& attributes,
                            const std::string& named, const char* domain) {
  const std::string yields = named.empty() ? fresh("step_" + std::to_string(++made_)) : named;
  Message node;
  for (const auto& name : inputs) node.text(1, name);
  node.text(2, yields).text(4, operation);
  for (const auto& attribute : attributes) node.message(5, attribute);
  if (*domain) node.text(7, domain);
  body_.message(1, node);
  return yields;
}

std::string OnnxGraph::model(std::string_view about) const {
  Message common, learning, graph, whole;
  common.text(1, "").whole(2, 20);
  learning.text(1, "ai.onnx.ml").whole(2, 2);
  graph.text(2, "kilter").text(10, about);
  whole.whole(1, 9).text(2, "kilter").message(8, common).message(8, learning);
  const std::string bytes = graph.bytes() + body_.bytes() + ends_.bytes();
  return whole.text(7, bytes).bytes();
}

}  // namespace kilter::fit
