// SPDX-License-Identifier: MIT
// What is stored comes back to the last bit and byte.
#include <limits>

#include "tests/contracts/storage_contract.hpp"
#include "tests/contracts/storage_facts.hpp"

namespace kilter::testing {
namespace {

using Limits = std::numeric_limits<double>;
using Number = std::numeric_limits<TrialNumber>;

const double numbers[] = {0.0,
                          -0.0,
                          1.0,
                          -1.0,
                          0.1,
                          1e308,
                          -1e308,
                          5e-324,
                          -5e-324,
                          2.2250738585072009e-308,
                          Limits::max(),
                          Limits::min(),
                          Limits::epsilon(),
                          9007199254740993.0,
                          1e15,
                          123456789012345678.0,
                          1.0 / 3,
                          Limits::infinity(),
                          -Limits::infinity(),
                          Limits::quiet_NaN()};

std::vector<std::string> hostile_texts() {
  using namespace std::string_literals;
  return {"",
          " ",
          "'; DROP TABLE log; --",
          "\"quoted\" 'twice' `thrice`",
          "back\\slash \\u0041 \\",
          "two\nlines\r\n\tand a tab",
          "a\0b\0"s,
          "\0"s,
          "\x01\x1b[31m\x7f",
          "Grüße, 調整, \xf0\x9f\x94\xa7",
          "\xff\xfe broken \xc3",
          "nan",
          "-0",
          "17",
          "null",
          "{\"a\":1}",
          "%s %n ?1 :a @b $c"};
}

Fact with_number(double x, std::size_t form) {
  switch (form) {
    case 0: return Reported{.run = {}, .step = x, .metrics = {{"a", x}, {"b", -x}}};
    case 1: return Ended{.run = {}, .outcome = {End::failed, Cause::nan, {{"loss", x}}, ""}};
    case 2: return Started{.run = {}, .worker = "w", .budget = x, .from_step = -x, .basis = 3, .reason = ""};
    default: return Added{.trial = 1, .given = "", .repeats = {}, .from = Checkpoint{0, x}};
  }
}

}  // namespace

TEST_P(StorageContract, KeepsNumbersToTheLastBit) {
  for (const double x : numbers) {
    const auto log = GetParam().make();
    const auto storage = log->open();
    const std::vector<Fact> facts{changed(),         added(0),          proposed(0),      with_number(x, 2),
                                  with_number(x, 0), with_number(x, 1), with_number(x, 3)};
    must(*storage, facts);
    const auto entries = everything(*log->open());
    ASSERT_EQ(entries.size(), facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i)
      EXPECT_EQ(exactly(entries[i]), exactly({i + 1, at(1), facts[i]})) << "of " << x;
  }
}

TEST_P(StorageContract, KeepsTextsToTheLastByte) {
  for (const auto& text : hostile_texts()) {
    const auto log = GetParam().make();
    const auto storage = log->open();
    const RunId run;
    const std::vector<Fact> facts{
        Changed{text, 5, text},
        Added{0, text, {}, {}},
        Proposed{0, text, 1, text, text, text},
        Started{run, text, 1, 0, 1, text},
        Assigned{run, text, text, text, 1},
        Reported{run, 1, {{text, 1.5}, {text + text, 2.5}}},
        Noted{run, text, text},
        Decided{run, Verdict::pause, 1, text},
        Ended{run, {End::paused, Cause::none, {{text, 0.5}}, text}},
        Requeued{run, text},
    };
    must(*storage, facts);
    const auto entries = everything(*log->open());
    ASSERT_EQ(entries.size(), facts.size()) << text;
    for (std::size_t i = 0; i < facts.size(); ++i)
      EXPECT_EQ(exactly(entries[i]), exactly({i + 1, at(1), facts[i]})) << text;
  }
}

TEST_P(StorageContract, KeepsWordsAndWholeNumbers) {
  const auto storage = open();
  std::vector<Fact> facts{changed(),
                          changed(0),
                          changed(Number::max()),
                          added(0),
                          Added{1, "{}", TrialNumber{0}, Checkpoint{0, 2}},
                          Proposed{0, "{}", newest, "", "", ""},
                          Proposed{1, "{}", 0, "", "", ""}};
  int part = 0;
  for (const Verdict verdict : {Verdict::go_on, Verdict::stop, Verdict::pause})
    for (const End end : {End::completed, End::stopped, End::paused, End::failed})
      for (const Cause cause : {Cause::none, Cause::error, Cause::oom, Cause::nan, Cause::timeout, Cause::killed,
                                Cause::lost, Cause::infeasible, Cause::no_value}) {
        const RunId run{part % 2, part == 0 ? std::numeric_limits<int>::max() : part, 0};
        ++part;
        facts.insert(facts.end(),
                     {started(run), Decided{run, verdict, newest - 1, ""}, Ended{run, {end, cause, {}, ""}}});
      }
  must(*storage, facts);
  const auto entries = everything(*open());
  ASSERT_EQ(entries.size(), facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) EXPECT_EQ(entries[i].fact, facts[i]);
}

TEST_P(StorageContract, KeepsLargeTextsAndManyMetrics) {
  const auto storage = open();
  std::string large;
  while (large.size() < 1'000'000) large += "state of a sampler, " + std::to_string(large.size());
  Metrics many;
  for (int i = 0; i < 2000; ++i) many.push_back({"metric " + std::to_string(i), i / 7.0});
  const std::vector<Fact> facts{changed(), added(0), Proposed{0, large, 1, "gp/1", large, large}, started({}),
                                Reported{{}, 1, many}};
  must(*storage, facts);
  const auto entries = everything(*open());
  ASSERT_EQ(entries.size(), facts.size());
  EXPECT_EQ(entries[2].fact, facts[2]);
  EXPECT_EQ(entries[4].fact, facts[4]);
}

}  // namespace kilter::testing
