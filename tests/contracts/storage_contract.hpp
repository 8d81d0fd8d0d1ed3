// SPDX-License-Identifier: MIT
// The contract of a storage as a GoogleTest suite, for Kilter's own and for yours: link kilter_storage_contract and
// write
//   INSTANTIATE_TEST_SUITE_P(Mine, StorageContract, ::testing::Values(StorageMaker{"Mine", make_my_log}));
#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/storage.hpp"

namespace kilter::testing {

/// One log, empty at first, that any number of storage objects are opened on; all of it is gone with this object.
/// open() is called from several threads at once.
class StorageLog {
 public:
  virtual ~StorageLog() = default;
  virtual std::unique_ptr<Storage> open() = 0;
};

struct StorageMaker {
  std::string name;
  std::function<std::unique_ptr<StorageLog>()> make;
};

class StorageContract : public ::testing::TestWithParam<StorageMaker> {
 protected:
  std::unique_ptr<Storage> open() { return log_->open(); }
  /// Stores the facts or fails the test.
  Revision must(Storage& storage, std::vector<Fact> facts);
  /// Whether the storage took the facts; that it then holds all or none of them is checked.
  bool takes(Storage& storage, const std::vector<Fact>& facts);

 private:
  std::unique_ptr<StorageLog> log_ = GetParam().make();
};

}  // namespace kilter::testing
