// SPDX-License-Identifier: MIT
// What every sampler promises, as tests. A plug of your own is tested by one line:
//   const bool tested = kilter::testing::test_sampler("mine", [] { return make_mine(); });
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "kilter/core/sampler.hpp"

namespace kilter::testing {

using MakeSampler = std::function<std::unique_ptr<Sampler>()>;

/// Registers the suite under "SamplerContract/<name>" and returns true. Call it before the tests run.
bool test_sampler(const std::string& name, MakeSampler make);

}  // namespace kilter::testing
