// SPDX-License-Identifier: MIT
// Databases of every released format are read for ever.
#include <gtest/gtest.h>

#include <fstream>

#include "kilter/core/history.hpp"
#include "kilter/core/wire.hpp"
#include "kilter/storage/sqlite_open.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/contracts/storage_facts.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {
namespace {

const std::filesystem::path recorded = KILTER_RECORDED;

std::vector<Entry> entries_of(const std::filesystem::path& file) {
  std::ifstream lines(file);
  std::vector<Entry> entries;
  for (std::string line; std::getline(lines, line);) entries.push_back(entry_from_json(line));
  return entries;
}

}  // namespace

TEST(Recorded, StudiesOfEveryFormatSayWhatTheyAlwaysSaid) {
  for (int format = 1; format <= sqlite_format; ++format) {
    const auto name = "format-" + std::to_string(format);
    // Copied, for reading makes files beside it.
    Scratch folder;
    const auto file = folder / "study.db";
    std::filesystem::copy_file(recorded / (name + ".db"), file);
    const auto expected = entries_of(recorded / (name + ".jsonl"));
    ASSERT_EQ(expected.size(), 20u) << name;
    EXPECT_EQ(exactly(everything(*open_sqlite(file, Access::read))), exactly(expected)) << name;

    const auto storage = open_sqlite(file, Access::write);
    History history;
    for (auto& entry : everything(*storage)) history.take(std::move(entry));
    EXPECT_EQ(history.trials().size(), 3u);
    EXPECT_EQ(history.settings().name, "recorded");
    EXPECT_TRUE(storage->append(std::vector{proposed(2)}, at(0))) << "it goes on, too";
  }
}

}  // namespace kilter::testing
