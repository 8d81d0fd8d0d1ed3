// SPDX-License-Identifier: MIT
// A message in the wire format of Protocol Buffers while it is written: the few kinds of fields that event files and
// ONNX need.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace kilter {

/// Fields are written in the order of the calls.
class ProtoMessage {
 public:
  ProtoMessage& whole(unsigned field, std::int64_t value);
  ProtoMessage& real(unsigned field, double value);
  ProtoMessage& single(unsigned field, float value);
  ProtoMessage& text(unsigned field, std::string_view value);
  ProtoMessage& message(unsigned field, const ProtoMessage& value) { return text(field, value.bytes_); }

  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value);
  void little_endian(std::uint64_t value, int bytes);

  std::string bytes_;
};

}  // namespace kilter
