// SPDX-License-Identifier: MIT
#include "kilter/core/wire.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/error.hpp"
#include "tests/support/facts.hpp"

namespace kilter::testing {
namespace {

std::vector<Fact> one_of_each() {
  const RunId run{3, 1, 2};
  return {changed(plain_settings()),
          Added{.trial = 4, .given = R"({"x":1})", .repeats = 2, .from = Checkpoint{1, 2.5}},
          Added{.trial = 5},
          Proposed{4, R"({"x":0.1})", 77, "random/1", "note \"quoted\" \x01", "because 1 < 2"},
          Started{run, "host:1:2", 9, 3, 12, "best third"},
          Assigned{run, "y", R"({"int":[1,9]})", "4", 13},
          Reported{run, 0.1, {{"loss", 1e-310}, {"acc", -0.0}, {"big", INFINITY}, {"small", -INFINITY}}},
          Noted{run, "host", "line\nline"},
          Decided{run, Verdict::pause, 14, "0.710 at step 9"},
          Ended{run, {End::failed, Cause::no_value, {{"loss", 0.1}}, "exit 1"}},
          Requeued{run, "given back"}};
}

TEST(Wire, ReadsBackEachKindOfFact) {
  Revision revision = 0;
  for (const auto& fact : one_of_each()) {
    const Entry entry{++revision, WallTime{std::chrono::milliseconds{1'790'000'000'123}}, fact};
    const std::string text = to_json(entry);
    EXPECT_EQ(text.find('\n'), text.npos);
    EXPECT_EQ(entry_from_json(text), entry) << text;
  }
}

TEST(Wire, KeepsNotANumber) {
  const Entry back = entry_from_json(to_json(Entry{1, {}, Reported{{0, 0, 0}, 1, {{"loss", NAN}}}}));
  EXPECT_TRUE(std::isnan(std::get<Reported>(back.fact).metrics[0].value));
}

TEST(Wire, ThrowsASentenceForForeignText) {
  for (
      const char* text :
      {"", "{}", "[1]", R"({"revision":1,"stamp_ms":2,"fact":"invented"})",
       R"({"revision":1,"stamp_ms":2,"fact":"decided","run":{"trial":0,"part":0,"attempt":0},"verdict":"maybe","basis":0,"reason":""})",
       R"({"revision":1,"stamp_ms":2,"fact":"reported","run":{"trial":0,"part":0,"attempt":0},"step":"seven","metrics":{}})"})
    EXPECT_THROW(entry_from_json(text), Error) << text;
}

TEST(Wire, ExportsATrial) {
  History history;
  take(history, {changed(plain_settings())});
  take(history, begun(0, R"({"x":0.25})"));
  take(history, {Reported{{0, 0, 0}, 1, {{"loss", 0.5}, {"acc", NAN}}},
                 Ended{{0, 0, 0}, {.end = End::failed, .cause = Cause::oom, .detail = "exit 1"}}});
  EXPECT_EQ(to_json(history, history.trials()[0]),
            R"({"number":0,"state":"failed","cause":"oom","params":{"x":0.25},"values":{"loss":0.5},)"
            R"("metrics":{"step":[1.0],"loss":[0.5],"acc":["nan"]},"started":"1970-01-01T00:00:04Z",)"
            R"("ended":"1970-01-01T00:00:06Z","attempt":0,"reason":"","by":"test/1","detail":"exit 1"})");
}

}  // namespace
}  // namespace kilter::testing
