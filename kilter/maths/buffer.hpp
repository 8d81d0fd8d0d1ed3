// SPDX-License-Identifier: MIT
// Numbers in memory as the kernels want them: aligned to 64 bytes, columns padded to multiples of 8.
#pragma once
#include <cstddef>
#include <memory>

namespace kilter {

/// A multiple of 8 that is no less.
constexpr std::size_t padded(std::size_t n) { return (n + 7) / 8 * 8; }

/// Zeros at first. Moves, never copies; keeps its memory where it is made smaller. Not thread-safe.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t size) { reset(size); }

  /// `size` zeros.
  void reset(std::size_t size);
  /// Room for `size` numbers, whatever they are.
  void reserve(std::size_t size);

  double* data() { return memory_.get(); }
  const double* data() const { return memory_.get(); }
  double& operator[](std::size_t i) { return memory_[i]; }
  double operator[](std::size_t i) const { return memory_[i]; }

 private:
  struct Free {
    void operator()(double* memory) const;
  };
  std::unique_ptr<double[], Free> memory_;
  std::size_t room_ = 0;
};

}  // namespace kilter
