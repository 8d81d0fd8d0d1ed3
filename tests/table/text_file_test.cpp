// SPDX-License-Identifier: MIT
#include "kilter/table/text_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <fstream>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

class TextFileTest : public testing::Test {
 protected:
  TextFileTest() { std::filesystem::create_directories(folder_); }
  ~TextFileTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_ / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return folder_ / name;
  }
  std::filesystem::path packed(const std::string& name, const std::string& text) const {
    gzFile out = gzopen((folder_ / name).c_str(), "wb");
    gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
    gzclose(out);
    return folder_ / name;
  }
  static std::string refusal(const std::filesystem::path& path) {
    try {
      read_text_file(path);
    } catch (const Error& error) {
      return error.message().headline;
    }
    return "no error";
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("kilter-text-file-" + std::to_string(getpid()));
};

TEST_F(TextFileTest, PlainPackedAndWithAByteOrderMark) {
  EXPECT_EQ(read_text_file(file("a.csv", "a,b\n1,2\n")).text, "a,b\n1,2\n");
  EXPECT_EQ(read_text_file(file("b.csv",
                                "\xEF\xBB\xBF"
                                "a\n1\n"))
                .text,
            "a\n1\n");
  std::string large = "x\n";
  for (int i = 0; i < 300'000; ++i) large += std::to_string(i) + "\n";
  EXPECT_EQ(read_text_file(packed("c.csv.gz", large)).text, large);
}

TEST_F(TextFileTest, Latin1BecomesUtf8AndIsSaid) {
  const auto read = read_text_file(file("l.csv",
                                        "stra\xDF"
                                        "e\n1\n"));
  EXPECT_EQ(read.text, "straße\n1\n");
  EXPECT_EQ(read.notes.size(), 1u);
  EXPECT_TRUE(read_text_file(file("u.csv", "straße\n1\n")).notes.empty());
}

TEST_F(TextFileTest, WhatIsNoTextIsNamed) {
  const std::string at = folder_.string();
  EXPECT_EQ(refusal(file("a.xlsx", "PK\x03\x04...")),
            at + "/a.xlsx is a zip archive or an Excel workbook (xlsx), and a CSV is needed");
  EXPECT_EQ(refusal(file("a.parquet", "PAR1....")), at + "/a.parquet is a Parquet file, and a CSV is needed");
  EXPECT_EQ(refusal(file("a.bin", std::string_view("a,b\0c", 5))),
            at + "/a.bin is no text: there is a zero byte at position 3");
  EXPECT_EQ(refusal(file("empty.csv", "")), at + "/empty.csv is empty");
  EXPECT_EQ(refusal(folder_), at + " is a folder, and a CSV file is needed");
  EXPECT_EQ(refusal(folder_ / "none.csv"), "there is no file " + at + "/none.csv");
}

TEST_F(TextFileTest, DamagedGzipIsNoTable) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  const auto whole = packed("w.csv.gz", text);
  std::ifstream in(whole, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  EXPECT_NE(refusal(file("half.csv.gz", bytes.substr(0, bytes.size() / 2))), "no error");
}

}  // namespace
}  // namespace kilter
