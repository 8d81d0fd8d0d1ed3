// SPDX-License-Identifier: MIT
#include "kilter/maths/buffer.hpp"

#include <algorithm>
#include <new>

namespace kilter {
namespace {

constexpr std::align_val_t alignment{64};

}  // namespace

void Buffer::Free::operator()(double* memory) const { ::operator delete[](memory, alignment); }

void Buffer::reset(std::size_t size) {
  reserve(size);
  std::fill_n(memory_.get(), size, 0.0);
}

void Buffer::reserve(std::size_t size) {
  size = padded(std::max(size, std::size_t{8}));
  if (size <= room_) return;
  memory_.reset(static_cast<double*>(::operator new[](size * sizeof(double), alignment)));
  std::fill_n(memory_.get(), size, 0.0);
  room_ = size;
}

}  // namespace kilter
