// SPDX-License-Identifier: MIT
// Adds a function to GoogleTest's tests at run time, so that a suite can be run over plugs it has never heard of.
#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>

namespace kilter::testing {

inline void register_test(const std::string& suite, const char* name, const char* file, std::function<void()> body) {
  class Body final : public ::testing::Test {
   public:
    explicit Body(std::function<void()> run) : run_(std::move(run)) {}
    void TestBody() override { run_(); }

   private:
    std::function<void()> run_;
  };
  ::testing::RegisterTest(suite.c_str(), name, nullptr, nullptr, file, __LINE__,
                          [body = std::move(body)]() -> ::testing::Test* { return new Body(body); });
}

}  // namespace kilter::testing
