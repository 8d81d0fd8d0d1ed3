// SPDX-License-Identifier: MIT
// The one place that names plugs: from a name and options to a sampler or a scheduler, each with its documentation.
#pragma once
#include <memory>
#include <span>

#include "kilter/core/sampler.hpp"
#include "kilter/core/scheduler.hpp"
#include "kilter/core/settings.hpp"
#include "kilter/setup/plug_help.hpp"

namespace kilter {

std::span<const PlugHelp> sampler_help();
std::span<const PlugHelp> scheduler_help();

/// Throws Error(invalid) for an unknown name ("did you mean") or option.
std::unique_ptr<Sampler> make_sampler(const Plug& plug);
std::unique_ptr<Scheduler> make_scheduler(const Plug& plug);

}  // namespace kilter
