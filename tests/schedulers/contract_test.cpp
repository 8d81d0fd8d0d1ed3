// SPDX-License-Identifier: MIT
#include "kilter/schedulers/schedulers.hpp"
#include "tests/contracts/scheduler_contract.hpp"

namespace kilter::testing {
namespace {

[[maybe_unused]] const bool none_tested = test_scheduler("none", [] { return make_none(); });
[[maybe_unused]] const bool median_tested = test_scheduler("median", [] { return make_median(); });
[[maybe_unused]] const bool asha_tested = test_scheduler("asha", [] { return make_asha(); });
[[maybe_unused]] const bool promoting_tested =
    test_scheduler("asha_promote", [] { return make_asha({.promote = true}); });

}  // namespace
}  // namespace kilter::testing
