// SPDX-License-Identifier: MIT
#include "kilter/trackers/event_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kilter/base/protobuf.hpp"
#include "kilter/trackers/tensorboard_events.hpp"
#include "tests/support/scratch.hpp"

namespace kilter {
namespace {

using testing::Scratch;

constexpr WallTime time_zero{std::chrono::milliseconds{1'700'000'000'250}};

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ProtoMessage, WritesTheWireFormat) {
  EXPECT_EQ(ProtoMessage().whole(1, 150).bytes(), "\x08\x96\x01");
  EXPECT_EQ(ProtoMessage().text(2, "testing").bytes(), "\x12\x07testing");
  EXPECT_EQ(ProtoMessage().single(2, 1).bytes(), std::string("\x15\x00\x00\x80\x3f", 5));
  EXPECT_EQ(ProtoMessage().real(1, 1).bytes(), std::string("\x09\0\0\0\0\0\0\xf0\x3f", 9));
  EXPECT_EQ(ProtoMessage().whole(1, -1).bytes().size(), 11u) << "a negative number takes ten bytes";
  EXPECT_EQ(ProtoMessage().message(3, ProtoMessage().whole(1, 150)).bytes(), "\x1a\x03\x08\x96\x01");
}

TEST(EventFile, BeginsWithTheVersionAndFramesEachEvent) {
  const Scratch scratch;
  EventFile file(scratch.path(), time_zero);
  const std::vector<std::string> events{scalar_event(time_zero, 3, "loss", 0.5), "x"};
  ASSERT_TRUE(file.append(events));
  const auto files = event_files(scratch.path());
  ASSERT_EQ(files.size(), 1u);
  EXPECT_TRUE(files.front().filename().string().starts_with("events.out.tfevents.1700000000."));
  const auto read = read_events(files.front());
  ASSERT_EQ(read.size(), 3u);
  EXPECT_NE(read.front().find("brain.Event:2"), std::string::npos);
  EXPECT_EQ(read[1], events[0]);
  const std::string bytes = bytes_of(files.front());
  EXPECT_EQ(bytes.substr(bytes.size() - 17), std::string("\1\0\0\0\0\0\0\0"  // the length, little-endian
                                                         "\x01\x75\xde\x41"  // its masked CRC-32C
                                                         "x"
                                                         "\x50\x3d\xaa\x61",
                                                         17));
}

TEST(EventFile, IsReadUpToTheFirstTornRecord) {
  const Scratch scratch;
  EventFile file(scratch.path(), time_zero);
  const std::vector<std::string> events{"first", "second", "third"};
  ASSERT_TRUE(file.append(events));
  const auto path = event_files(scratch.path()).front();
  const std::string whole = bytes_of(path);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::ofstream(path, std::ios::binary) << whole.substr(0, size);
    const auto read = read_events(path);
    EXPECT_LT(read.size(), 4u) << size;
  }
  for (std::size_t at = whole.size() - 21; at < whole.size(); ++at) {
    std::string broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 1);
    std::ofstream(path, std::ios::binary) << broken;
    EXPECT_EQ(read_events(path).size(), 3u) << "a flipped bit in the last record, at " << at;
  }
  std::string long_one = whole;
  long_one[7] = '\x7f';
  std::ofstream(path, std::ios::binary) << long_one;
  EXPECT_TRUE(read_events(path).empty()) << "a length beyond all bounds";
}

}  // namespace
}  // namespace kilter
