// SPDX-License-Identifier: MIT
#include "kilter/storage/storages.hpp"
#include "tests/contracts/storage_contract.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {
namespace {

class InMemory final : public StorageLog {
 public:
  std::unique_ptr<Storage> open() override { return open_memory(log_); }

 private:
  std::shared_ptr<MemoryLog> log_ = make_memory_log();
};

class InSqlite final : public StorageLog {
 public:
  std::unique_ptr<Storage> open() override { return open_sqlite(folder_ / "study.db", Access::create); }

 private:
  Scratch folder_;
};

template <class Log>
StorageMaker maker(const char* name) {
  return {name, [] { return std::make_unique<Log>(); }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Storages, StorageContract,
                         ::testing::Values(maker<InMemory>("Memory"), maker<InSqlite>("Sqlite")),
                         [](const auto& made) { return made.param.name; });

}  // namespace kilter::testing
