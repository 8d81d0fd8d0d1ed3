// SPDX-License-Identifier: MIT
#include "kilter/executors/work_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "kilter/executors/file_template.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

class WorkFolder : public ::testing::Test {
 public:
  WorkFolder() { fs::create_directories(project_); }
  ~WorkFolder() override { fs::remove_all(root_); }
  void write(const std::string& path) {
    fs::create_directories((project_ / path).parent_path());
    std::ofstream(project_ / path) << path;
  }

  const fs::path root_ = fs::temp_directory_path() / ("kilter-work-folder-" + std::to_string(::getpid()));
  const fs::path project_ = root_ / "project";
  const fs::path work_ = root_ / "studies" / "work";
};

TEST_F(WorkFolder, LinksAllButWhatTrialsWrite) {
  write("train.py");
  write("best.pt");
  write("data/a.txt");
  write("out/deep/best.pt");
  write("out/deep/other.txt");
  write("kilter-studies/k/study.db");
  link_project(project_, work_, project_ / "kilter-studies", {"best.pt", "out/deep/best.pt"});
  EXPECT_TRUE(fs::is_symlink(work_ / "train.py"));
  EXPECT_TRUE(fs::is_symlink(work_ / "data"));
  EXPECT_FALSE(fs::exists(work_ / "best.pt"));
  EXPECT_FALSE(fs::is_symlink(work_ / "out/deep"));
  EXPECT_FALSE(fs::exists(work_ / "out/deep/best.pt"));
  EXPECT_TRUE(fs::is_symlink(work_ / "out/deep/other.txt"));
  EXPECT_FALSE(fs::exists(work_ / "kilter-studies"));
  std::ofstream(work_ / "out/deep/best.pt") << "mine";
  link_project(project_, work_, project_ / "kilter-studies", {"best.pt", "out/deep/best.pt"});
  EXPECT_EQ(fs::file_size(work_ / "out/deep/best.pt"), 4u) << "a second attempt keeps it";
}

TEST_F(WorkFolder, MayLieInTheProjectWithItsStudies) {
  write("train.py");
  write("k/study.db");
  link_project(project_, project_ / "k/trials/0/work", project_, {});
  EXPECT_TRUE(fs::is_symlink(project_ / "k/trials/0/work/train.py"));
  EXPECT_FALSE(fs::exists(project_ / "k/trials/0/work/k"));
}

TEST(FileTemplates, FillInWhatTheyKnowAndNothingElse) {
  Job job;
  job.space = Space({parse_range("x", "int(1,9)=5")}, {});
  job.params = job.space.defaults();
  job.run.trial = 3;
  EXPECT_EQ(fill_template("{x} {x:04} {y} {{x}} {\n{trial} int f() { return 1; } {d}", job, {{"d", "/a"}}),
            "5 0005 {y} {5} {\n3 int f() { return 1; } /a");
  EXPECT_EQ(names_in_template("{x} {y:.2e} { z} {x} {a.b} {w"), (std::vector<std::string>{"x", "y", "a.b"}));
  EXPECT_EQ(parse_file_template("a -> b/{trial}").to, "b/{trial}");
  EXPECT_ANY_THROW(parse_file_template("a b"));
}

}  // namespace
}  // namespace kilter
