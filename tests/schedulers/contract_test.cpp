// SPDX-License-Identifier: MIT
#include "kilter/schedulers/schedulers.hpp"
#include "tests/contracts/scheduler_contract.hpp"

namespace kilter::testing {
namespace {

[[maybe_unused]] const bool none_tested = test_scheduler("none", [] { return make_none(); });
[[maybe_unused]] const bool auto_tested = test_scheduler("auto", [] { return make_auto_scheduler(); });
[[maybe_unused]] const bool median_tested = test_scheduler("median", [] { return make_median(); });
[[maybe_unused]] const bool percentile_tested = test_scheduler("percentile", [] { return make_percentile(); });
[[maybe_unused]] const bool threshold_tested =
    test_scheduler("threshold", [] { return make_threshold({.upper = 1e6}); });
[[maybe_unused]] const bool patience_tested = test_scheduler("patience", [] { return make_patience(); });
[[maybe_unused]] const bool wilcoxon_tested = test_scheduler("wilcoxon", [] { return make_wilcoxon(); });
[[maybe_unused]] const bool halving_tested =
    test_scheduler("successive_halving", [] { return make_successive_halving(); });
[[maybe_unused]] const bool hyperband_tested = test_scheduler("hyperband", [] { return make_hyperband(); });
[[maybe_unused]] const bool brackets_tested =
    test_scheduler("asha_brackets", [] { return make_asha({.brackets = 0}); });
[[maybe_unused]] const bool asha_tested = test_scheduler("asha", [] { return make_asha(); });
[[maybe_unused]] const bool promoting_tested =
    test_scheduler("asha_promote", [] { return make_asha({.promote = true}); });

}  // namespace
}  // namespace kilter::testing
