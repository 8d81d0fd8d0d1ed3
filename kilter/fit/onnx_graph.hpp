// SPDX-License-Identifier: MIT
// A graph of ONNX, written as the bytes of its protobuf messages.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/base/protobuf.hpp"

namespace kilter::fit {

/// Names of tensors go in and out; names are made so that none is an input's.
class OnnxGraph {
 public:
  enum class Element { real = 1, whole = 7, text = 8, twice = 11 };
  using Names = std::vector<std::string>;

  explicit OnnxGraph(const Names& taken) : taken_(taken.begin(), taken.end()) {}

  void input(const std::string& name, Element element);
  void output(const std::string& name, Element element, std::size_t columns);
  /// `wanted` itself unless taken.
  std::string fresh(std::string wanted);

  std::string constant(std::span<const float> values, std::initializer_list<std::size_t> dims);
  std::string constant(std::span<const double> values, std::initializer_list<std::size_t> dims);
  std::string constant(std::span<const std::int64_t> values, std::initializer_list<std::size_t> dims);

  static ProtoMessage attribute(const char* name, float value);
  static ProtoMessage attribute(const char* name, std::int64_t value);
  static ProtoMessage attribute(const char* name, std::string_view value);
  static ProtoMessage attribute(const char* name, std::span<const std::string> values);
  static ProtoMessage attribute(const char* name, std::span<const std::int64_t> values);

  /// A step; returns the name of what it yields, `named` or a fresh one.
  std::string step(const char* operation, const Names& inputs, const std::vector<ProtoMessage>& attributes = {},
                   const std::string& named = {}, const char* domain = "");
  /// The bytes of the file.
  std::string model(std::string_view about) const;

 private:
  std::string stored(Element element, std::string_view raw, std::initializer_list<std::size_t> dims);
  static ProtoMessage value_info(const std::string& name, Element element, std::size_t columns);

  std::set<std::string> taken_;
  ProtoMessage body_, ends_;
  std::size_t made_ = 0;
};

}  // namespace kilter::fit
