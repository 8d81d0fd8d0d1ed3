// SPDX-License-Identifier: MIT
// Labelled images of handwritten digits, split into a training and a validation part.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

namespace digits {

/// Images in columns (pixels scaled to 0..1) and the digit each one shows.
struct Part {
  Eigen::MatrixXf images;
  std::vector<int> labels;
};

struct Data {
  Part train;
  Part validation;
  int classes = 10;
};

/// Reads a CSV file with a header, 64 pixel columns of 0..16 and the digit last. Every fifth row is for validation, so
/// the split is the same in each run. Throws std::runtime_error with file and line where the file is not of that form.
Data read_data(const std::string& path);

}  // namespace digits
