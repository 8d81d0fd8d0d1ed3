// SPDX-License-Identifier: MIT
// A broken outside world: each trouble has its sentence, and nothing is lost.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "kilter/base/error.hpp"
#include "kilter/base/random.hpp"
#include "kilter/storage/sqlite_open.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/storage/every_kind.hpp"
#include "tests/storage/sql.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {
namespace {

namespace fs = std::filesystem;

template <class Step>
std::string said_by(const Step& step) {
  try {
    step();
    return "nothing";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::storage);
    EXPECT_LE(error.message().advice.size(), 6u);
    EXPECT_FALSE(error.message().advice.empty()) << error.what();
    return error.message().code + ": " + error.what();
  }
}

std::string said_at_opening(const fs::path& file, Access access) {
  return said_by([&] { open_sqlite(file, access); });
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

class Troubles : public ::testing::Test {
 protected:
  void make() { open_sqlite(file_, Access::create)->append(every_kind(), at(0)); }
  std::string name() const { return file_.string(); }

  Scratch folder_;
  fs::path file_ = folder_ / "study.db";
};

/// For the length of its life the process may do what any user may, where it is root's.
class AnyUser {
 public:
  AnyUser() {
    if (geteuid() == 0) changed_ = seteuid(65534) == 0;
  }
  ~AnyUser() { EXPECT_TRUE(!changed_ || seteuid(0) == 0); }
  AnyUser(const AnyUser&) = delete;
  AnyUser& operator=(const AnyUser&) = delete;

 private:
  bool changed_ = false;
};

}  // namespace

TEST_F(Troubles, NoStudy) {
  EXPECT_EQ(said_at_opening(file_, Access::read), "K140: there is no study at " + name());
  EXPECT_EQ(said_at_opening(file_, Access::write), "K140: there is no study at " + name());
  EXPECT_FALSE(fs::exists(file_));
  write_bytes(file_, "");
  EXPECT_EQ(said_at_opening(file_, Access::write), "K140: there is no study at " + name());
  EXPECT_EQ(said_at_opening(file_, Access::create), "nothing") << "an empty file is what a full disk leaves behind";
}

TEST_F(Troubles, NoFolder) {
  EXPECT_EQ(said_at_opening(folder_ / "no" / "study.db", Access::create),
            "K147: " + (folder_ / "no").string() + ": cannot be written (No such file or directory)");
}

TEST_F(Troubles, SomethingElseOfThatName) {
  for (const Access access : {Access::read, Access::write, Access::create}) {
    fs::create_directory(file_);
    EXPECT_EQ(said_at_opening(file_, access), "K141: " + name() + " is not a study of Kilter: it is a folder");
    fs::remove_all(file_);

    const std::string text(5000, 'x');
    write_bytes(file_, text);
    EXPECT_EQ(said_at_opening(file_, access), "K141: " + name() + " is not a study of Kilter: it is not a database");
    EXPECT_EQ(bytes_of(file_), text) << "it was left as it was";
    fs::remove(file_);

    sql(file_, "CREATE TABLE trials (trial_id INTEGER); INSERT INTO trials VALUES (1)");
    const auto before = bytes_of(file_);
    EXPECT_EQ(said_at_opening(file_, access),
              "K141: " + name() + " is not a study of Kilter: it is the database of another program");
    EXPECT_EQ(bytes_of(file_), before);
    fs::remove(file_);

    ASSERT_EQ(mkfifo(file_.c_str(), 0600), 0);
    EXPECT_EQ(said_at_opening(file_, access), "K141: " + name() + " is not a study of Kilter: it is no ordinary file");
    fs::remove(file_);
  }
}

TEST_F(Troubles, ANewerFormat) {
  make();
  sql(file_, "PRAGMA user_version = 7; PRAGMA wal_checkpoint(TRUNCATE)");
  const auto before = bytes_of(file_);
  for (const Access access : {Access::read, Access::write, Access::create})
    EXPECT_EQ(said_at_opening(file_, access),
              "K143: " + name() + " was written by a newer Kilter: format 7, and this one reads up to 1");
  EXPECT_EQ(bytes_of(file_), before);
  sql(file_, "PRAGMA user_version = 0");
  EXPECT_EQ(said_at_opening(file_, Access::write), "K142: " + name() + " is damaged: it has no format 0");
}

TEST_F(Troubles, AnotherProgramHoldsTheDatabase) {
  make();
  Database other(file_, Database::Mode::write, std::chrono::milliseconds(1));
  other.run("BEGIN IMMEDIATE");
  const auto storage = open_sqlite(file_, Access::write, {.patience = std::chrono::milliseconds(30)});
  const std::vector<Fact> facts{ended({1, 2, 0})};
  EXPECT_EQ(everything(*storage).size(), every_kind().size()) << "reading goes on";
  EXPECT_EQ(said_by([&] { storage->append(facts, at(1)); }),
            "K148: " + name() + " was in use by another program for more than 0.03 seconds");
  other.run("ROLLBACK");
  EXPECT_TRUE(storage->append(facts, at(1)));
}

TEST_F(Troubles, OpenedForReading) {
  make();
  const auto storage = open_sqlite(file_, Access::read);
  const std::vector<Fact> facts{ended({1, 2, 0})};
  EXPECT_EQ(storage->append({}, at(1)), Revision{17});
  EXPECT_EQ(said_by([&] { storage->append(facts, at(1)); }),
            "K145: " + name() + " was opened for reading, so nothing can be written to it");
  EXPECT_EQ(said_by([&] { storage->beat("host:1:1", at(1)); }).substr(0, 5), "K145:");
  EXPECT_EQ(storage->lost(at(1)), (std::vector<RunId>{{1, 2, 0}}));
}

TEST_F(Troubles, AReadOnlyFolder) {
  make();
  const auto refused = "K145: " + name() + " cannot be written: it or its folder is read-only for this user";
  fs::permissions(folder_.path(), fs::perms(0555));
  fs::permissions(file_, fs::perms(0444));
  {
    const AnyUser user;
    EXPECT_EQ(said_at_opening(file_, Access::write), refused);
    EXPECT_EQ(said_at_opening(file_, Access::create), refused);
    EXPECT_EQ(everything(*open_sqlite(file_, Access::read)).size(), every_kind().size());
    EXPECT_EQ(
        said_at_opening(folder_ / "other.db", Access::create),
        "K145: " + (folder_ / "other.db").string() + " cannot be written: it or its folder is read-only for this user");
  }
  fs::permissions(file_, fs::perms(0666));
  {
    const AnyUser user;
    EXPECT_EQ(said_at_opening(file_, Access::write).substr(0, 5), "K145:") << "the folder alone";
  }
  fs::permissions(folder_.path(), fs::perms(0755));
  EXPECT_EQ(everything(*open_sqlite(file_, Access::write)).size(), every_kind().size());
}

TEST_F(Troubles, AReadOnlyFolderWhileItsOwnerWrites) {
  make();
  const auto owner = open_sqlite(file_, Access::write);
  ASSERT_TRUE(owner->append(std::vector{ended({1, 2, 0})}, at(1)));
  fs::permissions(folder_.path(), fs::perms(0555));
  const AnyUser user;
  EXPECT_EQ(everything(*open_sqlite(file_, Access::read)).size(), every_kind().size() + 1);
}

TEST_F(Troubles, RemovedOrMovedWhileItIsOpen) {
  make();
  const auto storage = open_sqlite(file_, Access::write);
  fs::rename(file_, folder_ / "elsewhere.db");
  const auto refused = "K144: " + name() + " was moved or removed while it was open";
  EXPECT_EQ(said_by([&] { storage->append(std::vector{ended({1, 2, 0})}, at(1)); }), refused);
  EXPECT_EQ(said_by([&] { storage->beat("host:1:1", at(1)); }), refused);
}

TEST_F(Troubles, AnyDamageIsSaidOrHarmless) {
  {
    const auto storage = open_sqlite(file_, Access::create);
    storage->append(every_kind(), at(0));
    for (TrialNumber n = 2; n < 60; ++n) storage->append(std::vector{added(n), proposed(n)}, at(n));
  }
  const auto good = bytes_of(file_);
  const auto entries = exactly(everything(*open_sqlite(file_, Access::read)));
  const Rng rng{3, 4};
  std::map<std::string, int> outcomes;
  for (std::uint32_t round = 0; round < 600; ++round) {
    auto bad = good;
    if (round % 10 == 0) {
      bad.resize(rng.below(good.size(), round, 0));
    } else {
      for (auto count = 1 + rng.below(8, round, 1); count > 0; --count)
        bad[rng.below(bad.size(), round, 2 * count)] = static_cast<char>(rng.below(256, round, 2 * count + 1));
    }
    for (const char* left : {"-wal", "-shm"}) fs::remove(file_.string() + left);
    write_bytes(file_, bad);
    const auto said = said_by([&] {
      const auto storage = open_sqlite(file_, Access::write);
      EXPECT_EQ(exactly(everything(*storage)), entries) << "read as if nothing were wrong, in round " << round;
      storage->append(std::vector{ended({1, 2, 0})}, at(1));
    });
    ++outcomes[said.substr(0, 4)];
  }
  EXPECT_GT(outcomes["K142"], 30) << "damaged";
  EXPECT_GT(outcomes["K144"], 30) << "altered";
  EXPECT_GT(outcomes["noth"], 30) << "in what nobody reads";
}

TEST_F(Troubles, DamageWhileItIsOpen) {
  {
    const auto storage = open_sqlite(file_, Access::create);
    std::vector<Fact> facts{changed()};
    for (TrialNumber n = 0; n < 3000; ++n) facts.push_back(added(n));
    storage->append(facts, at(0));
  }
  const auto storage = open_sqlite(file_, Access::write);
  ASSERT_EQ(storage->since(0, 10).size(), 10u);
  auto bytes = bytes_of(file_);
  for (std::size_t at = 3 * 4096; at < bytes.size(); at += 4096) bytes.replace(at, 64, 64, '\xee');
  // Written over, not replaced: the storage has it open.
  std::fstream(file_, std::ios::in | std::ios::out | std::ios::binary)
      .write(bytes.data(), static_cast<long>(bytes.size()));
  EXPECT_EQ(said_by([&] { everything(*storage); }).substr(0, 5), "K142:");
}

}  // namespace kilter::testing
