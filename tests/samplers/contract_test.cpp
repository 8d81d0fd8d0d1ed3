// SPDX-License-Identifier: MIT
#include "kilter/samplers/samplers.hpp"
#include "tests/contracts/sampler_contract.hpp"

namespace kilter::testing {
namespace {

[[maybe_unused]] const bool random_tested = test_sampler("random", [] { return make_random(); });
[[maybe_unused]] const bool quasi_random_tested = test_sampler("quasi_random", [] { return make_quasi_random(); });
[[maybe_unused]] const bool grid_tested = test_sampler("grid", [] { return make_grid(); });
[[maybe_unused]] const bool gp_tested = test_sampler("gp", [] { return make_gp(); });
[[maybe_unused]] const bool tpe_tested = test_sampler("tpe", [] { return make_tpe({.startup = 4}); });
[[maybe_unused]] const bool auto_tested =
    test_sampler("auto", [] { return make_auto({.trials = 20}, make_gp(), make_tpe(), make_random()); });

}  // namespace
}  // namespace kilter::testing
