// SPDX-License-Identifier: MIT
#include "kilter/setup/cores.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <fstream>

#include "tests/support/scratch.hpp"

namespace kilter {
namespace {

class Quota : public ::testing::Test {
 protected:
  void write(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((root() / file).parent_path());
    std::ofstream(root() / file) << text;
  }
  const std::filesystem::path& root() const { return scratch_.path(); }

 private:
  testing::Scratch scratch_;
};

TEST_F(Quota, OfVersion2IsTheSmallestOnTheWayUp) {
  write("a/b/cpu.max", "max 100000\n");
  write("a/cpu.max", "250000 100000\n");
  write("cpu.max", "800000 100000\n");
  EXPECT_EQ(cgroup_quota(root(), "0::/a/b\n"), 2.5);
}

TEST_F(Quota, OfVersion1IsFoundByItsController) {
  write("cpu,cpuacct/job/cpu.cfs_quota_us", "150000\n");
  write("cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroup_quota(root(), "12:memory:/job\n4:cpu,cpuacct:/job\n"), 1.5);
}

TEST_F(Quota, IsAbsentWithoutALimit) {
  write("cpu/cpu.cfs_quota_us", "-1\n");
  write("cpu/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroup_quota(root(), "4:cpu:/\n"), 0);
  EXPECT_EQ(cgroup_quota(root(), ""), 0);
  EXPECT_EQ(cgroup_quota(root(), "nonsense\n:::\n"), 0);
}

TEST(UsableCores, FollowTheProcessorSet) {
  cpu_set_t before, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  const Cores cores = usable_cores();
  sched_setaffinity(0, sizeof before, &before);
  EXPECT_EQ(cores.count, 1);
  EXPECT_EQ(cores.why, "1 core");
}

}  // namespace
}  // namespace kilter
