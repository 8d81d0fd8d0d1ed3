// SPDX-License-Identifier: MIT
// A database that somebody edited by hand, or made to mislead: found, and the revision named.
#include <gtest/gtest.h>

#include "kilter/base/error.hpp"
#include "kilter/storage/sqlite_log.hpp"
#include "kilter/storage/sqlite_open.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/storage/every_kind.hpp"
#include "tests/storage/sql.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {
namespace {

/// What opening and reading says; empty: nothing is wrong.
std::string said_of(const std::filesystem::path& file) {
  try {
    everything(*open_sqlite(file, Access::write));
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::storage);
    return error.message().code + ": " + error.what();
  }
}

class Edits : public ::testing::Test {
 protected:
  Edits() {
    const auto facts = every_kind();
    open_sqlite(file_, Access::create)->append(facts, at(0));
    std::filesystem::copy_file(file_, original_);
  }
  void start_over() { std::filesystem::copy_file(original_, file_, std::filesystem::copy_options::overwrite_existing); }
  std::string names(Revision revision) const {
    return "K144: " + file_.string() + " was edited by hand: revision " + std::to_string(revision) +
           " is not what Kilter wrote";
  }

  Scratch folder_;
  std::filesystem::path file_ = folder_ / "study.db";
  std::filesystem::path original_ = folder_ / "original.db";
};

}  // namespace

TEST_F(Edits, OfEachValueOfEachRowAreNamed) {
  ASSERT_EQ(said_of(file_), "");
  int edited = 0;
  const auto columns = sql(file_, "SELECT name FROM pragma_table_info('log') WHERE name <> 'revision'");
  ASSERT_EQ(columns.size(), 16u);
  const Revision last = every_kind().size();
  for (Revision revision = 1; revision <= last; ++revision)
    for (const auto& column : columns)
      for (const char* change : {"= CASE typeof(x) WHEN 'text' THEN x || ' ' WHEN 'null' THEN 7 ELSE x + 1 END",
                                 "= CASE typeof(x) WHEN 'text' THEN '' WHEN 'null' THEN '' ELSE -x END", "= NULL"}) {
        start_over();
        std::string statement = "UPDATE log SET " + column + " " + change + " WHERE revision = ";
        for (auto x = statement.find('x'); x != statement.npos; x = statement.find('x', x + column.size()))
          if (const bool word = !isalnum(statement[x + 1]) && !isalnum(statement[x - 1]); word)
            statement.replace(x, 1, column);
          else
            ++x;
        try {
          sql(file_, statement + std::to_string(revision));
        } catch (const std::runtime_error&) {
          continue;  // the schema refuses it
        }
        const auto difference =
            sql(file_, "ATTACH '" + original_.string() + "' AS o; SELECT * FROM log EXCEPT SELECT * FROM o.log");
        if (difference.empty()) continue;
        ++edited;
        EXPECT_EQ(said_of(file_), names(revision)) << statement << revision;
      }
  EXPECT_GT(edited, 300);
}

TEST_F(Edits, OfOneBitOfANumberAreNamed) {
  sql(file_, "UPDATE log SET step = 2.0000000000000004 WHERE revision = 7");
  EXPECT_EQ(said_of(file_), names(7));
}

TEST_F(Edits, ThatMoveATextToAnotherColumnAreNamed) {
  sql(file_, "UPDATE log SET reason = note, note = reason WHERE revision = 16");
  EXPECT_EQ(said_of(file_), names(16));
}

TEST_F(Edits, ThatSwapTwoRowsAreNamed) {
  sql(file_,
      "UPDATE log SET revision = -1 WHERE revision = 6; UPDATE log SET revision = 6 WHERE revision = 7;"
      "UPDATE log SET revision = 7 WHERE revision = -1");
  EXPECT_EQ(said_of(file_), names(6));
}

TEST_F(Edits, ThatRemoveARowAreNamed) {
  sql(file_, "DELETE FROM log WHERE revision = 12");
  EXPECT_EQ(said_of(file_), names(12));
}

TEST_F(Edits, ThatRemoveTheNewestRowsAreSeenAtOpening) {
  sql(file_, "DELETE FROM log WHERE revision > 15");
  EXPECT_EQ(said_of(file_),
            "K144: " + file_.string() + " was edited by hand: its rows end at revision 15, and Kilter wrote 17");
}

TEST_F(Edits, ThatAddARowAreNamed) {
  sql(file_, "INSERT INTO log (revision, seal, stamp, kind, trial, body) VALUES (18, 5, 5, 'added', 2, '')");
  EXPECT_EQ(said_of(file_), names(18));
}

TEST_F(Edits, OfTheCounterAreNamed) {
  for (const char* edit : {"UPDATE study SET seal = seal + 1", "DELETE FROM study", "UPDATE study SET revision = 3"}) {
    start_over();
    sql(file_, edit);
    const Fact fact = changed();
    EXPECT_THROW(open_sqlite(file_, Access::write)->append({&fact, 1}, at(0)), Error) << edit;
  }
}

TEST_F(Edits, AreLeftBehindAsTheHelpOfK144Says) {
  sql(file_, "UPDATE log SET body = '{}' WHERE revision = 12");
  ASSERT_EQ(said_of(file_), names(12));
  sql(file_, "DELETE FROM log WHERE revision > 11");
  sql(file_, "UPDATE study SET (revision, seal) = (SELECT revision, seal FROM log WHERE revision = 11)");
  EXPECT_EQ(said_of(file_), "");
  EXPECT_TRUE(open_sqlite(file_, Access::write)->append(std::vector{reported({0, 0, 1}, 2)}, at(0)));
}

TEST_F(Edits, ThatChangeNothingAreNone) {
  sql(file_, "UPDATE log SET reason = reason || ''; PRAGMA journal_mode = DELETE; VACUUM");
  EXPECT_EQ(said_of(file_), "");
  EXPECT_EQ(sql(file_, "PRAGMA journal_mode"), std::vector<std::string>{"wal"}) << "it is shared again";
}

TEST_F(Edits, AreFoundByAWriterToo) {
  sql(file_, "UPDATE log SET name = 'host:99:9' WHERE revision = 17");
  const auto storage = open_sqlite(file_, Access::write);
  EXPECT_THROW(storage->append(std::vector{ended({1, 2, 0})}, at(0)), Error);
  EXPECT_THROW(storage->lost(at(0)), Error);
  EXPECT_EQ(sql(file_, "SELECT max(revision) FROM log"), std::vector<std::string>{"17"}) << "nothing was written";
}

TEST_F(Edits, WhileItIsOpenAreFoundByTheNextWhoReads) {
  const auto storage = open_sqlite(file_, Access::write);
  everything(*storage);
  sql(file_, "UPDATE study SET seal = seal + 1");
  const Fact fact = changed();
  EXPECT_THROW(storage->append({&fact, 1}, at(0)), Error);
}

TEST_F(Edits, ThatBreakARuleAreNotBelievedEvenWithAGoodSeal) {
  const std::vector<Fact> lies{started({1'000'000'000, 0, 0}), started({-5, 0, 0}),
                               added(1'999'999'999),           ended({0, 7, 3}),
                               proposed(2'000'000'000),        reported({0, 0, 9})};
  for (const auto& lie : lies) {
    start_over();
    {
      const auto database = open_database(file_, Access::write, {});
      SqliteLog log(*database);
      Counter counter = log.counter();
      auto transaction = log.begin();
      log.write(counter, at(0), lie);
      log.set(counter);
      transaction.commit();
    }
    EXPECT_EQ(said_of(file_), names(18));
    EXPECT_THROW(open_sqlite(file_, Access::write)->since(17), Error) << "also where only the end is read";
  }
}

TEST_F(Edits, ThatAddTriggersRunNothing) {
  sql(file_, "CREATE TRIGGER bad AFTER INSERT ON log BEGIN DELETE FROM log; UPDATE study SET revision = 0; END");
  {
    const auto storage = open_sqlite(file_, Access::write);
    EXPECT_TRUE(storage->append(std::vector{ended({1, 2, 0})}, at(0)));
  }
  EXPECT_EQ(everything(*open_sqlite(file_, Access::read)).size(), 18u);
}

TEST_F(Edits, ThatReplaceTheTablesAreRefused) {
  for (const char* edit : {"DROP VIEW trials; ALTER TABLE log RENAME TO old; CREATE VIEW log AS SELECT * FROM old",
                           "DROP TABLE study", "ALTER TABLE log DROP COLUMN note"}) {
    start_over();
    // Views over a renamed table are in the way; whoever does this removes them.
    for (const auto& view : sql(file_, "SELECT name FROM sqlite_schema WHERE type = 'view' AND name <> 'trials'"))
      sql(file_, "DROP VIEW " + view);
    if (!std::string(edit).starts_with("DROP VIEW trials")) sql(file_, "DROP VIEW trials");
    sql(file_, edit);
    EXPECT_EQ(said_of(file_).substr(0, 5), "K142:") << edit;
  }
}

}  // namespace kilter::testing
