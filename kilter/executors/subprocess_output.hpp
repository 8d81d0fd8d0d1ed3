// SPDX-License-Identifier: MIT
// What a program prints on one stream: the beginning and the end of it on disk, the last lines in memory.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "kilter/executors/descriptor.hpp"

namespace kilter {

/// The file holds the first `limit` bytes; where more came, then a line that says how much is left out, and the last
/// bytes. It is made with the first byte. A disk that refuses ends the keeping, not the run.
class OutputFile {
 public:
  OutputFile(std::filesystem::path path, std::uint64_t limit) : path_(std::move(path)), limit_(limit) {}

  void write(std::string_view chunk);
  /// Nothing more comes.
  void finish();

  std::string_view tail() const { return tail_; }
  std::uint64_t lines() const { return lines_; }
  /// Why not all is on disk that should be; empty: it is.
  const std::string& trouble() const { return trouble_; }

 private:
  void keep(std::string_view bytes);

  std::filesystem::path path_;
  std::uint64_t limit_;
  Descriptor file_;
  std::uint64_t received_ = 0;
  std::uint64_t lines_ = 0;
  std::string tail_;
  std::string trouble_;
};

}  // namespace kilter
