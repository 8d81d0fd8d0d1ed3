// SPDX-License-Identifier: MIT
#include "data.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace digits {
namespace {

constexpr int kPixels = 64;
constexpr float kBrightest = 16.0f;

using Row = std::array<int, kPixels + 1>;

[[noreturn]] void refuse(const std::string& path, std::size_t line, const std::string& what) {
  throw std::runtime_error(path + ":" + std::to_string(line) + ": " + what);
}

bool parse(std::string_view line, Row& row) {
  const char* at = line.data();
  const char* end = at + line.size();
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return false;
    const auto [next, error] = std::from_chars(at, end, row[i]);
    if (error != std::errc()) return false;
    at = next;
  }
  return at == end || std::string_view(at, end) == "\r";
}

Part part_of(const std::vector<Row>& rows) {
  Part part;
  part.images.resize(kPixels, static_cast<Eigen::Index>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
      part.images(static_cast<Eigen::Index>(pixel), static_cast<Eigen::Index>(i)) =
          static_cast<float>(rows[i][pixel]) / kBrightest;
    }
    part.labels.push_back(rows[i][kPixels]);
  }
  return part;
}

}  // namespace

Data read_data(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path + "; name the data with --data FILE");
  std::string line;
  std::getline(file, line);

  Data data;
  std::vector<Row> train;
  std::vector<Row> validation;
  for (std::size_t number = 2; std::getline(file, line); ++number) {
    Row row;
    if (!parse(line, row)) refuse(path, number, "want 65 whole numbers with commas between them");
    if (row[kPixels] < 0 || row[kPixels] >= data.classes) refuse(path, number, "the last number is not a digit");
    (number % 5 == 0 ? validation : train).push_back(row);
  }
  if (train.empty() || validation.empty()) throw std::runtime_error(path + " holds too few rows to learn from");
  data.train = part_of(train);
  data.validation = part_of(validation);
  return data;
}

}  // namespace digits
