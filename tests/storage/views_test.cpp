// SPDX-License-Identifier: MIT
// What people read with sqlite3 is what Kilter knows.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "kilter/base/random.hpp"
#include "kilter/core/history.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/storage/every_kind.hpp"
#include "tests/storage/sql.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {
namespace {

/// Facts that a study could have, drawn at random: attempts, parts, all ends, curves that go back.
class Life {
 public:
  explicit Life(std::uint64_t seed) : rng_{seed, 1} {
    Settings settings{.name = "life", .goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
    settings.retry = {.lost = 2, .error = 1};
    settings.parts = 2;
    take(Changed{to_json(settings), -1, ""});
  }

  void step() {
    const TrialNumber next = scan_.next();
    const TrialNumber trial = next == 0 ? 0 : below(next);
    const int part = below(2);
    const auto run = next == 0 ? std::nullopt : scan_.run(trial, part);
    const RunId id{trial, part, run ? run->attempt : 0};
    switch (below(9)) {
      case 0: return take(added(next));
      case 1: return take(proposed(trial));
      case 2: return take(started({trial, part, run ? run->attempt + 1 : 0}));
      case 3: return take(below(4) ? ended(id, End(below(4))) : lost_or_error(id));
      case 4: return take(requeued(id));
      case 5: return take(Decided{id, Verdict::stop, 0, "enough"});
      default: return take(Reported{id, 1.0 + below(5), {{below(3) ? "loss" : "acc", below(1000) / 8.0}}});
    }
  }

  const std::vector<Fact>& facts() const { return facts_; }

 private:
  int below(int n) { return static_cast<int>(rng_.below(static_cast<std::uint64_t>(n), 0, index_++)); }
  Fact lost_or_error(const RunId& id) {
    return Ended{id, {End::failed, below(2) ? Cause::lost : Cause::error, {}, ""}};
  }
  void take(const Fact& fact) {
    if (!may_follow(scan_, fact)) return;
    scan_.take(fact);
    facts_.push_back(fact);
  }

  Rng rng_;
  std::uint64_t index_ = 0;
  Scan scan_;
  std::vector<Fact> facts_;
};

std::vector<std::string> curves_of(const History& history) {
  std::vector<std::string> rows;
  for (const auto& trial : history.trials())
    for (const auto& part : trial.parts) {
      auto columns = part.curve.columns;
      std::sort(columns.begin(), columns.end(), [](const auto& a, const auto& b) { return a.metric < b.metric; });
      for (const auto& [metric, values] : columns)
        for (std::size_t i = 0; i < values.size(); ++i)
          if (!std::isnan(values[i]))
            rows.push_back(
                fmt::format("{}|{}|{:.1f}|{}|{}", trial.number, part.index, part.curve.steps[i], metric, values[i]));
    }
  return rows;
}

}  // namespace

TEST(Views, ShowEachKindOfFactByTheNamesOfItsFields) {
  Scratch folder;
  const auto file = folder / "study.db";
  open_sqlite(file, Access::create)->append(every_kind(), at(0));
  using Rows = std::vector<std::string>;
  EXPECT_EQ(sql(file, "SELECT revision, trial, given, repeats, from_trial, from_step FROM added"),
            (Rows{R"(2|0|{"lr":0.1}|||)", "15|1||0|0|2.0"}));
  EXPECT_EQ(sql(file, "SELECT trial, params, basis, sampler, note, reason FROM proposed WHERE trial = 1"),
            (Rows{R"(1|{"lr":0.2,"act":"tanh"}|14|gp/2|theta=0.5|improves on trial 0)"}));
  EXPECT_EQ(sql(file, "SELECT trial, part, attempt, worker, budget, from_step, basis, reason FROM started"),
            (Rows{"0|0|0|host:17:4|9.0|0.0|1|it was waiting", "0|0|1|host:18:4|9.0|1.0|10|once more",
                  "1|2|0|host:18:4|27.0|2.0|15|next part"}));
  EXPECT_EQ(sql(file, "SELECT trial, part, attempt, name, parameter, value, basis FROM assigned"),
            (Rows{R"(0|0|0|width|{"int":[16,256]}|64|4)"}));
  EXPECT_EQ(sql(file, "SELECT trial, attempt, step, metrics FROM reported WHERE step = 2"),
            (Rows{R"(0|0|2.0|{"loss":0.375})", R"(0|1|2.0|{"loss":0.125})"}));
  EXPECT_EQ(sql(file, "SELECT trial, part, attempt, key, text FROM noted"), (Rows{"0|0|0|pid|4711"}));
  EXPECT_EQ(sql(file, "SELECT attempt, verdict, basis, reason FROM decided"), (Rows{"1|pause|12|enough for now"}));
  EXPECT_EQ(sql(file, "SELECT attempt, outcome, cause, metrics, detail FROM ended"),
            (Rows{"0|failed|lost|{}|its worker is gone", R"(1|paused|none|{"loss":0.125}|exit 0)"}));
  EXPECT_EQ(sql(file, "SELECT trial, part, attempt, reason FROM requeued"), (Rows{"0|0|0|asked for"}));
  EXPECT_EQ(sql(file, "SELECT trials, reason FROM changed"), (Rows{"10|the study begins"}));
}

TEST(Views, ShowTrialsAsTheyStand) {
  Scratch folder;
  const auto file = folder / "study.db";
  open_sqlite(file, Access::create)->append(every_kind(), at(0));
  EXPECT_EQ(
      sql(file, "SELECT * FROM trials"),
      (std::vector<std::string>{
          R"(0|paused||{"lr":0.1,"act":"relu"}|{"loss":0.125}|1|host:18:4|2024-10-04 00:00:00|2024-10-04 00:00:00|given/1|the defaults)",
          R"(1|running||{"lr":0.2,"act":"tanh"}||0|host:18:4|2024-10-04 00:00:00||gp/2|improves on trial 0)"}));
}

TEST(Views, AgreeWithTheHistoryOfAnyStudy) {
  std::map<std::string, int> states;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Life life(seed);
    for (int i = 0; i < 600; ++i) life.step();
    Scratch folder;
    const auto file = folder / "study.db";
    const auto storage = open_sqlite(file, Access::create);
    ASSERT_TRUE(storage->append(life.facts(), at(0)));
    History history;
    for (auto& entry : everything(*storage)) history.take(std::move(entry));

    std::vector<std::string> expected;
    for (const auto& trial : history.trials()) {
      ++states[to_text(trial.state())];
      expected.push_back(std::to_string(trial.number) + "|" + to_text(trial.state()));
    }
    EXPECT_EQ(sql(file, "SELECT number, state FROM trials"), expected) << "of seed " << seed;
    EXPECT_EQ(sql(file,
                  "SELECT trial, part, step, metric, CASE WHEN value = round(value) THEN cast(value AS INTEGER) "
                  "ELSE value END FROM curves"),
              curves_of(history))
        << "of seed " << seed;
  }
  EXPECT_EQ(states.size(), 6u) << "all states have come up";
}

TEST(Views, AreQuickForManyTrials) {
  Scratch folder;
  const auto file = folder / "study.db";
  std::vector<Fact> facts{changed()};
  for (TrialNumber n = 0; n < 5000; ++n)
    for (const auto& fact : {added(n), proposed(n), started({n, 0, 0}), reported({n, 0, 0}), ended({n, 0, 0})})
      facts.push_back(fact);
  ASSERT_TRUE(open_sqlite(file, Access::create)->append(facts, at(0)));
  // Quadratic plans would take minutes, and the test's time limit says so.
  EXPECT_EQ(sql(file, "SELECT count(*), count(DISTINCT number) FROM trials WHERE state = 'complete'"),
            (std::vector<std::string>{"5000|5000"}));
  EXPECT_EQ(sql(file, "SELECT count(*) FROM curves"), (std::vector<std::string>{"5000"}));
}

}  // namespace kilter::testing
