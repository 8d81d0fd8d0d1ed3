// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "kilter/cli/machine.hpp"
#include "kilter/storage/file_system.hpp"

namespace kilter::cli {
namespace {

TEST(Machine, KnowsWhichKernelsOpenBlasShouldHaveTaken) {
  const std::string avx512 = "fpu sse3 avx avx2 fma avx512f avx512dq", avx2 = "fpu avx avx2 fma", old = "fpu sse3";
  EXPECT_EQ(better_coretype("Prescott", avx512), "SkylakeX");
  EXPECT_EQ(better_coretype("Prescott", avx2), "Haswell");
  EXPECT_EQ(better_coretype("Prescott", old), "");
  EXPECT_EQ(better_coretype("SkylakeX", avx512), "");
  EXPECT_EQ(better_coretype("Zen", avx2), "");
  EXPECT_EQ(better_coretype("", avx512), "");
}

TEST(Machine, KnowsWhichFileSystemsSeveralMachinesShare) {
  EXPECT_FALSE(file_system(0xEF53).network);
  EXPECT_TRUE(file_system(0x6969).network);
  EXPECT_TRUE(file_system(static_cast<long>(static_cast<int>(0xFF534D42))).network) << "a negative magic number";
  EXPECT_TRUE(file_system(0x01021994).memory);
  EXPECT_EQ(file_system(0x1234).name, "kind 0x1234");
}

TEST(Machine, LooksForRoomWhereTheFolderWillBe) {
  EXPECT_EQ(check_disk("/proc/never/there").health, Health::warning) << "there is no room in /proc";
  EXPECT_NE(check_disk("not/there/yet").health, Health::problem);
}

}  // namespace
}  // namespace kilter::cli
