// SPDX-License-Identifier: MIT
// What a fit leaves: networks whose answers are averaged, and how tables become their inputs.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "kilter/fit/encoding.hpp"
#include "kilter/fit/task.hpp"

namespace kilter::fit {

struct Model {
  Task task;
  Encoding encoding;
  nn::Architecture architecture;
  std::vector<nn::Network> members;
};

/// As nn::predict() makes them, the mean over the members.
std::vector<double> answers(Model& model, const nn::Data& data);

/// A line `KILTER MODEL 1`, a line of JSON, then the parameters as little-endian floats, member by member. Written
/// under another name and renamed, so that it is never half there. Throws Error(storage).
void save(const Model& model, const std::filesystem::path& file);
/// Throws Error(usage) where there is none, Error(invalid) where it is no such file.
Model load(const std::filesystem::path& file);

/// Writes a file under another name and renames it. Throws Error(storage) with the system's reason.
void write_whole(const std::filesystem::path& file, std::string_view bytes);

}  // namespace kilter::fit
