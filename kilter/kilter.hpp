// SPDX-License-Identifier: MIT
// Kilter for C++ programs: `kilter::Study`, and the `kilter::Run` that an objective holds.
#pragma once
#include "kilter/api/claim.hpp"
#include "kilter/api/result.hpp"
#include "kilter/api/study.hpp"
#include "kilter/executors/run.hpp"
