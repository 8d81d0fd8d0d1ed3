// SPDX-License-Identifier: MIT
#include <bit>
#include <cmath>
#include <cstring>
#include <tuple>

#include "kilter/storage/row.hpp"

namespace kilter {
namespace {

/// Takes words one after the other. Each step is a bijection of the state for a given word and of the word for a given
/// state, so two rows that differ in one word alone never meet again.
class Mixer {
 public:
  explicit Mixer(std::uint64_t state) : state_(state) {}

  void take(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15u;
    state_ ^= state_ >> 32;
  }

  void take(std::string_view text) {
    take(text.size());
    for (; text.size() >= 8; text.remove_prefix(8)) take(little_endian(text.data(), 8));
    if (!text.empty()) take(little_endian(text.data(), text.size()));
  }

  void take(double value) { take(std::isnan(value) ? 0x7FF8000000000000u : std::bit_cast<std::uint64_t>(value)); }

  void take(std::int64_t number) { take(static_cast<std::uint64_t>(number)); }

  template <class T>
  void take_if(const std::optional<T>& column) {
    if (column) take(*column);
  }

  std::uint64_t state() const { return state_; }

 private:
  static std::uint64_t little_endian(const char* bytes, std::size_t count) {
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(&word, bytes, count);
    } else {
      for (std::size_t i = 0; i < count; ++i)
        word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return word;
  }

  std::uint64_t state_;
};

}  // namespace

std::uint64_t seal(std::uint64_t before, const Row& row) {
  Mixer mixer(before);
  mixer.take(row.revision);
  mixer.take(static_cast<std::uint64_t>(row.stamp));
  mixer.take(row.kind);
  const auto columns = std::tie(row.trial, row.part, row.attempt, row.basis, row.number, row.source, row.step,
                                row.budget, row.word, row.name, row.body, row.reason, row.note);
  // Which columns hold something comes first, so that a value moved to another column is seen.
  std::uint64_t present = 0;
  std::apply([&](const auto&... column) { ((present = present << 1 | (column ? 1u : 0u)), ...); }, columns);
  mixer.take(present);
  std::apply([&](const auto&... column) { (mixer.take_if(column), ...); }, columns);
  return mixer.state();
}

}  // namespace kilter
