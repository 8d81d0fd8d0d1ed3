// SPDX-License-Identifier: MIT
// One step of a network: numbers in, numbers out, and the gradient back.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "kilter/base/random.hpp"
#include "kilter/nn/kernels.hpp"

namespace kilter::nn {

/// Begins at a multiple of 64 bytes: where a vector begins decides which of its numbers are multiplied and added at
/// once, and so the last bits.
template <class T>
struct Aligned {
  using value_type = T;
  Aligned() = default;
  template <class Other>
  Aligned(const Aligned<Other>&) {}
  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{64})); }
  void deallocate(T* at, std::size_t) { ::operator delete(at, std::align_val_t{64}); }
  bool operator==(const Aligned&) const { return true; }
};
using Floats = std::vector<float, Aligned<float>>;

/// Row-major.
struct Matrix {
  std::size_t rows = 0, columns = 0;
  Floats values;

  void resize(std::size_t to_rows, std::size_t to_columns) {
    rows = to_rows, columns = to_columns;
    values.resize(rows * columns);
  }
  float* row(std::size_t i) { return values.data() + i * columns; }
  const float* row(std::size_t i) const { return values.data() + i * columns; }
};

/// What a pass through the network is for. `step` makes each pass of a training draw other random numbers.
struct Pass {
  bool training = false;
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
};

/// Parameters that are trained alike: their learning rate and weight decay are this much of the recipe's.
struct Group {
  std::size_t count = 0;
  float rate = 1;  ///< 0: kept by the layer itself
  float decay = 0;
};

/// Not thread-safe; each training has layers of its own. Parameters and gradients lie where the network places them.
class Layer {
 public:
  virtual ~Layer() = default;

  virtual std::vector<Group> groups() const { return {}; }
  /// The initial parameters.
  virtual void begin(const Rng&, float* /*parameters*/) const {}
  virtual void place(float* /*parameters*/, float* /*gradients*/) {}
  virtual void forward(const Matrix& in, Matrix& out, const Pass& pass) = 0;
  /// After forward() with `training` of the same input. Leaves the gradients of its parameters where they were placed,
  /// and that of its input in `din` unless null.
  virtual void backward(const Matrix& in, const Matrix& dout, Matrix* din) = 0;
};

/// y = x w / sqrt(inputs) + b with standard normal w where `scaled` (the neural tangent parametrisation), else x w + b
/// with He's initial weights. `zero`: begins with zeros.
struct LinearOptions {
  std::size_t in = 1, out = 1;
  bool scaled = false, zero = false;
  float bias_rate = 1;
};
std::unique_ptr<Layer> make_linear(LinearOptions options);

/// A factor for each input, beginning with 1; its learning rate is `rate` times the recipe's.
std::unique_ptr<Layer> make_scale(std::size_t width, float rate);

/// f(x); `parametric`: x + a (f(x) - x) with an own a for each neuron, beginning with 1.
std::unique_ptr<Layer> make_activation(Activation kind, std::size_t width, bool parametric);

/// Sets a share of the numbers to zero in training, and scales the others up.
std::unique_ptr<Layer> make_dropout(double share, std::uint32_t stream);

enum class Norm { none, batch, layer };
/// Over the rows of a batch (running statistics outside training) or over the numbers of a row; then a factor and a
/// summand for each.
std::unique_ptr<Layer> make_norm(Norm kind, std::size_t width);

/// A normal number that belongs to (stream, index).
double normal_number(const Rng& rng, std::uint32_t stream, std::uint64_t index);

}  // namespace kilter::nn
