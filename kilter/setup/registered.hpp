// SPDX-License-Identifier: MIT
// One line of the registry: a plug's documentation beside how it is made from its options.
#pragma once
#include <memory>
#include <vector>

#include "kilter/core/scheduler.hpp"
#include "kilter/setup/plug_help.hpp"
#include "kilter/setup/plug_options.hpp"

namespace kilter {

template <class Socket>
struct Registered {
  PlugHelp help;
  std::unique_ptr<Socket> (*make)(PlugOptions&);
};

const std::vector<Registered<Scheduler>>& registered_schedulers();

}  // namespace kilter
