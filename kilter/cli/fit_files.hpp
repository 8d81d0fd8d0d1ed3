// SPDX-License-Identifier: MIT
// The files that a fit leaves for others: the networks, a program that reads them, and a card that says what they are.
#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>

#include "kilter/cli/json_out.hpp"
#include "kilter/fit/model.hpp"

namespace kilter::cli {

/// model/ with model, model.onnx, kilter_model.hpp, predict.py and card.md, below the folder of the study. Each is
/// replaced whole.
void write_fit_files(const std::filesystem::path& folder, const fit::Model& model, const Json& result);

}  // namespace kilter::cli
