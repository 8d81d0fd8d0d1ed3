// SPDX-License-Identifier: MIT
// The text of a file of a table: unpacked, without a byte-order mark, in UTF-8.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace kilter {

struct TextFile {
  std::string text;
  std::vector<std::string> notes;  ///< what had to be assumed, a sentence each
};

/// Throws Error(usage) where there is no such file or it is a folder, Error(invalid) where it is empty or no text: for
/// xlsx, parquet, zip and the like with what to do instead.
TextFile read_text_file(const std::filesystem::path& path);

}  // namespace kilter
