// SPDX-License-Identifier: MIT
// One look at the GPUs, by nvidia-smi in a process of its own, so that a driver that hangs holds nobody up.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "kilter/setup/gpus.hpp"

namespace kilter {

/// Starts when it is made; at its end the process is ended. Not thread-safe.
class GpuLook {
 public:
  GpuLook();
  ~GpuLook();
  GpuLook(const GpuLook&) = delete;
  GpuLook& operator=(const GpuLook&) = delete;

  /// Whether there is an answer, or ten seconds have passed without one; waits for it so long at most.
  bool over(std::chrono::milliseconds wait = {});
  /// Once it is over: the GPUs that this process may use; nullopt: nvidia-smi did not answer in time.
  std::optional<std::vector<Gpu>> found() const;

 private:
  void start();
  void end();

  std::optional<std::string> limit_;  ///< CUDA_VISIBLE_DEVICES
  std::chrono::steady_clock::time_point until_;
  pid_t process_ = -1;
  int pipe_ = -1;
  std::string text_;
  bool asks_ = false;    ///< there is somebody to ask
  bool silent_ = false;  ///< who has not answered
};

/// One look that is waited for, at most ten seconds.
std::vector<Gpu> find_gpus();

}  // namespace kilter
