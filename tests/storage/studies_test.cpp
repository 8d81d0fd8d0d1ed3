// SPDX-License-Identifier: MIT
#include "kilter/storage/studies.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "kilter/base/error.hpp"
#include "kilter/core/history.hpp"
#include "tests/contracts/storage_facts.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {
namespace {

Settings settings_of(const std::string& name) {
  Settings settings{.name = name, .goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.budget.trials = 7;
  return settings;
}

Error error_of(const std::function<void()>& step) {
  try {
    step();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error";
  return {ErrorKind::failure, "no error"};
}

class Studies : public ::testing::Test {
 protected:
  StudyPlace place(const std::string& name) const { return study_place(root_, name); }
  OpenedStudy open(const std::string& name) const { return open_or_create(place(name), settings_of(name), clock_); }

  Scratch folder_;
  std::filesystem::path root_ = folder_ / "kilter-studies";
  SystemClock clock_;
};

}  // namespace

TEST_F(Studies, HaveNamesThatAreFolders) {
  for (const char* name : {"a", "A-b_c.9", "0", "-x", "x.", "x..y"}) EXPECT_EQ(place(name).folder, root_ / name);
  EXPECT_NO_THROW(place(std::string(100, 'x')));
  for (const std::string& name : std::vector<std::string>{"", ".", "..", ".hidden", "a/b", "../a", "a b", "ä", "a\n",
                                                          std::string("a\0b", 3), std::string(101, 'x')}) {
    const Error error = error_of([&] { place(name); });
    EXPECT_EQ(error.kind(), ErrorKind::usage) << name;
    EXPECT_FALSE(error.message().advice.empty());
  }
}

TEST_F(Studies, AreCreatedOnceAndOpenedAfterwards) {
  EXPECT_FALSE(study_exists(place("one")));
  auto first = open("one");
  EXPECT_TRUE(first.created);
  EXPECT_TRUE(study_exists(place("one")));
  const auto second = open_or_create(place("one"), settings_of("something else"), clock_);
  EXPECT_FALSE(second.created);
  const auto entries = everything(*second.storage);
  ASSERT_EQ(entries.size(), 1u);
  const auto& changed = std::get<Changed>(entries[0].fact);
  EXPECT_EQ(settings_from_json(changed.settings), settings_of("one"));
  EXPECT_EQ(changed.trials, 7);
}

TEST_F(Studies, HaveOneCreatorOfMany) {
  std::atomic<int> creators{0};
  {
    std::vector<std::jthread> all;
    all.reserve(16);
    for (int i = 0; i < 16; ++i)
      all.emplace_back([&] { creators += open_or_create(place("one"), settings_of("one"), clock_).created; });
  }
  EXPECT_EQ(creators, 1);
  EXPECT_EQ(everything(*open("one").storage).size(), 1u);
}

TEST_F(Studies, WhoseCreationWasCutOffAreBegunByTheNext) {
  std::filesystem::create_directories(place("one").folder);
  open_sqlite(place("one").database(), Access::create);
  EXPECT_TRUE(open("one").created);
  EXPECT_FALSE(open("one").created);
}

TEST_F(Studies, AreListedByName) {
  EXPECT_TRUE(study_names(root_).empty());
  open("b");
  open("a");
  std::filesystem::create_directories(root_ / "no study");
  std::filesystem::create_directories(root_ / "empty");
  std::filesystem::create_directories(root_ / ".hidden");
  std::ofstream(root_ / "file") << "text";
  std::filesystem::copy(root_ / "a", root_ / "copied", std::filesystem::copy_options::recursive);
  EXPECT_EQ(study_names(root_), (std::vector<std::string>{"a", "b", "copied"}));
  EXPECT_EQ(everything(*open("copied").storage).size(), 1u) << "a copied folder is a study";
}

TEST_F(Studies, AreRemovedWithAllThatIsTheirs) {
  open("one");
  std::filesystem::create_directories(place("one").trial(3));
  remove_study(place("one"));
  EXPECT_FALSE(std::filesystem::exists(place("one").folder));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(root_), {}), 0) << "nothing is left";
  const Error error = error_of([&] { remove_study(place("one")); });
  EXPECT_EQ(error.kind(), ErrorKind::storage);
  EXPECT_EQ(error.message().code, "K140");
}

TEST_F(Studies, AreNotRemovedWhileAWorkerLives) {
  auto opened = open("one");
  opened.storage->beat("host:17:4", at(0));
  const Error error = error_of([&] { remove_study(place("one")); });
  EXPECT_EQ(error.kind(), ErrorKind::storage);
  EXPECT_STREQ(error.what(), "study one is at work: host:17:4");
  EXPECT_TRUE(study_exists(place("one")));
  opened.storage.reset();
  remove_study(place("one"));
  EXPECT_FALSE(study_exists(place("one")));
}

TEST_F(Studies, InAFolderThatCannotBeAreSaid) {
  std::ofstream(root_) << "a file of that name";
  const Error error = error_of([&] { open("one"); });
  EXPECT_EQ(error.kind(), ErrorKind::storage);
  EXPECT_NE(std::string(error.what()).find(root_.string()), std::string::npos);
  EXPECT_EQ(error_of([&] { study_names(root_); }).kind(), ErrorKind::storage);
}

}  // namespace kilter::testing
