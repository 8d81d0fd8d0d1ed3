// SPDX-License-Identifier: MIT
// Which way a metric is to go.
#pragma once

namespace kilter {

enum class Direction { minimize, maximize };

}  // namespace kilter
