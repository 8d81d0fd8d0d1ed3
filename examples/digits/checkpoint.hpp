// SPDX-License-Identifier: MIT
// A training's state on disk after an epoch, from which it goes on as if it had never stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "network.hpp"
#include "options.hpp"

namespace digits {

/// What an epoch came to; also the line that was printed for it.
struct Epoch {
  std::int64_t number = 0;  // from 1
  double train_loss = 0.0;
  Score validation;
};

/// Replaces the checkpoint in `options.checkpoint_dir` in one step, so that a kill at any moment leaves the old one or
/// the new one whole. Throws std::runtime_error where the disk refuses.
void save_checkpoint(const Options& options, const Epoch& epoch, Network& network);

/// Puts the saved state into the network and returns its epoch; nothing where no checkpoint is. Throws
/// std::runtime_error where the checkpoint is cut or belongs to other settings.
std::optional<Epoch> load_checkpoint(const Options& options, Network& network);

}  // namespace digits
