// SPDX-License-Identifier: MIT
#include "kilter/base/protobuf.hpp"

#include <bit>

namespace kilter {
namespace {

enum WireType : unsigned { varint_type = 0, eight_bytes = 1, length_and_bytes = 2, four_bytes = 5 };

constexpr std::uint64_t tag(unsigned field, WireType type) { return field << 3 | type; }

}  // namespace

ProtoMessage& ProtoMessage::whole(unsigned field, std::int64_t value) {
  varint(tag(field, varint_type));
  varint(static_cast<std::uint64_t>(value));
  return *this;
}

ProtoMessage& ProtoMessage::real(unsigned field, double value) {
  varint(tag(field, eight_bytes));
  little_endian(std::bit_cast<std::uint64_t>(value), 8);
  return *this;
}

ProtoMessage& ProtoMessage::single(unsigned field, float value) {
  varint(tag(field, four_bytes));
  little_endian(std::bit_cast<std::uint32_t>(value), 4);
  return *this;
}

ProtoMessage& ProtoMessage::text(unsigned field, std::string_view value) {
  varint(tag(field, length_and_bytes));
  varint(value.size());
  bytes_ += value;
  return *this;
}

void ProtoMessage::varint(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
  bytes_ += static_cast<char>(value);
}

void ProtoMessage::little_endian(std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(value >> (8 * i));
}

}  // namespace kilter
