// SPDX-License-Identifier: MIT
#include "kilter/table/text_file.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <memory>
#include <string_view>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

struct Signature {
  std::string_view bytes;
  const char* what;
  const char* advice;
};

constexpr std::array signatures{
    Signature{"PK\x03\x04", "a zip archive or an Excel workbook (xlsx)",
              "In Excel or LibreOffice: save as CSV. Of a zip: unpack it, then name the file within."},
    Signature{"\xD0\xCF\x11\xE0", "an old Excel workbook (xls)", "In Excel or LibreOffice: save as CSV."},
    Signature{"PAR1", "a Parquet file",
              "Make a CSV of it, for example: python3 -c \"import pandas; "
              "pandas.read_parquet('a.parquet').to_csv('a.csv', index=False)\""},
    Signature{"ARROW1", "an Arrow file", "Make a CSV of it, for example with pandas: to_csv('a.csv', index=False)"},
    Signature{"SQLite format 3", "an SQLite database",
              "Make a CSV of a table: sqlite3 -header -csv a.db 'SELECT * FROM t' > a.csv"},
    Signature{"\xFF\xFE", "text in UTF-16", "Make it UTF-8: iconv -f UTF-16 -t UTF-8 a.csv > b.csv"},
    Signature{"\xFE\xFF", "text in UTF-16", "Make it UTF-8: iconv -f UTF-16 -t UTF-8 a.csv > b.csv"},
    Signature{"BZh", "packed by bzip2", "Unpack it first: bunzip2 -k FILE"},
    Signature{"\xFD"
              "7zXZ",
              "packed by xz", "Unpack it first: unxz -k FILE"},
    Signature{"\x28\xB5\x2F\xFD", "packed by zstd", "Unpack it first: unzstd FILE"},
};

std::string shown(const std::filesystem::path& path) { return printable(path.string(), 200); }

/// gzread() reads files that are not packed as they are.
std::string unpacked(const std::filesystem::path& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), &gzclose);
  if (!file) throw Error(ErrorKind::usage, {}, fmt::format("{} cannot be read", shown(path)));
  gzbuffer(file.get(), 1 << 17);
  std::string text;
  constexpr std::size_t chunk = 1 << 20;
  for (;;) {
    const std::size_t before = text.size();
    if (text.capacity() < before + chunk) text.reserve(before + before / 2 + chunk);
    text.resize(before + chunk);
    const int read = gzread(file.get(), text.data() + before, chunk);
    text.resize(before + static_cast<std::size_t>(std::max(read, 0)));
    if (read < 0)
      throw Error(ErrorKind::invalid, {}, fmt::format("{} cannot be unpacked: the gzip data is damaged", shown(path)));
    if (read == 0) break;
  }
  int status = Z_OK;
  gzerror(file.get(), &status);
  if (status == Z_BUF_ERROR)
    throw Error(ErrorKind::invalid, {},
                fmt::format("{} ends in the middle of its gzip data; was it copied whole?", shown(path)));
  return text;
}

/// Whether the text is well-formed UTF-8.
bool is_utf8(std::string_view text) {
  std::size_t follow = 0;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (follow > 0) {
      if ((byte & 0xC0u) != 0x80u) return false;
      --follow;
    } else if (byte >= 0x80) {
      if (byte < 0xC2 || byte > 0xF4) return false;
      follow = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    }
  }
  return follow == 0;
}

std::string from_latin1(std::string_view text) {
  std::string utf8;
  utf8.reserve(text.size() + text.size() / 16);
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x80) {
      utf8 += character;
    } else {
      utf8 += static_cast<char>(0xC0u | (byte >> 6));
      utf8 += static_cast<char>(0x80u | (byte & 0x3Fu));
    }
  }
  return utf8;
}

void refuse_what_is_no_text(const std::filesystem::path& path, std::string_view text) {
  for (const auto& [bytes, what, advice] : signatures)
    if (text.starts_with(bytes))
      throw Error(ErrorKind::invalid, {}, fmt::format("{} is {}, and a CSV is needed", shown(path), what), {advice});
  if (const auto at = text.find('\0'); at != std::string_view::npos)
    throw Error(
        ErrorKind::invalid, {}, fmt::format("{} is no text: there is a zero byte at position {}", shown(path), at),
        {"A table is a CSV or TSV file: a heading, then a line a row, cells between commas, semicolons or tabs."});
}

}  // namespace

TextFile read_text_file(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed))
    throw Error(ErrorKind::usage, {}, fmt::format("there is no file {}", shown(path)));
  if (std::filesystem::is_directory(path, failed))
    throw Error(ErrorKind::usage, {}, fmt::format("{} is a folder, and a CSV file is needed", shown(path)));
  TextFile file;
  file.text = unpacked(path);
  if (trim(file.text).empty())
    throw Error(
        ErrorKind::invalid, {}, fmt::format("{} is empty", shown(path)),
        {"A table is a CSV or TSV file: a heading, then a line a row, cells between commas, semicolons or tabs."});
  refuse_what_is_no_text(path, file.text);
  if (file.text.starts_with("\xEF\xBB\xBF")) file.text.erase(0, 3);
  if (!is_utf8(file.text)) {
    file.text = from_latin1(file.text);
    file.notes.emplace_back("the file is not UTF-8 and was read as Latin-1");
  }
  return file;
}

}  // namespace kilter
