// SPDX-License-Identifier: MIT
// How a process joins a study: its name among the workers, the study's settings, and the first trial.
#pragma once
#include "kilter/base/clock.hpp"
#include "kilter/core/settings.hpp"
#include "kilter/core/storage.hpp"

namespace kilter {

/// host:pid:start of this process, so that a number used again by the system is another worker.
WorkerId this_worker();

/// What the newest Changed says. Throws Error(invalid) where there is none.
Settings newest_settings(Storage& storage);

/// Enqueues trial 0 with the defaults of the space where no trial exists yet and the defaults keep the constraints. Of
/// many processes that call it at once, one does it.
void enqueue_defaults(Storage& storage, const Clock& clock);

}  // namespace kilter
