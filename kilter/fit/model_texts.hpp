// SPDX-License-Identifier: MIT
// A model in forms that other programs run: ONNX, and a header of C++.
#pragma once
#include <string>

#include "kilter/fit/model.hpp"

namespace kilter::fit {

/// The bytes of an ONNX file (opset 20). An input a column, each of rows x 1: numbers and dates (days since 1970) as
/// doubles, NaN where empty; categories as texts, "" where empty. Out come `prediction` and, of classes,
/// `probabilities`; scaling and encoding are in the graph.
std::string onnx_of(const Model& model);

/// A header of C++20 that needs the standard library alone: kilter_model::Row and kilter_model::answer(row).
std::string header_of(const Model& model);

}  // namespace kilter::fit
