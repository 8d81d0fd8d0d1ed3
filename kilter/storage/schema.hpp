// SPDX-License-Identifier: MIT
// The text of schema.sql, built into the program.
#pragma once

namespace kilter {

extern const char* const schema;

}  // namespace kilter
