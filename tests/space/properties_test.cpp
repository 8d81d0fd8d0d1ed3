// SPDX-License-Identifier: MIT
// What holds for every space and every row, tried on random ones.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <set>

#include "kilter/base/error.hpp"
#include "kilter/space/count.hpp"
#include "kilter/space/draw.hpp"
#include "kilter/space/encoding.hpp"
#include "kilter/space/key.hpp"
#include "tests/support/spaces.hpp"

namespace kilter {
namespace {

constexpr std::uint64_t spaces = 500;
constexpr int rows_per_space = 200;  // 100,000 rows in each test

/// Calls `body(space, row, dice)` for many random rows of many random spaces.
template <class Body>
void for_rows(std::uint64_t seed, const Body& body) {
  for (std::uint64_t s = 0; s < spaces; ++s) {
    const Space space = random_space(seed + s);
    Dice dice(~(seed + s));
    for (int i = 0; i < rows_per_space; ++i) {
      body(space, decode(space, random_units(dice, space.size())), dice);
      if (testing::Test::HasFatalFailure()) FAIL() << "space " << seed + s << ": " << to_json(space);
    }
  }
}

bool same(const Params& a, const Params& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i]) &&
        !(std::isnan(a[i]) && std::isnan(b[i])))
      return false;
  return true;
}

/// The transformed scale, in more digits than the code under test has.
long double transformed(const Parameter& p, double x) {
  const long double wide = x;
  switch (p.scale) {
    case Scale::linear: return wide;
    case Scale::log: return std::log(wide);
    case Scale::logit: return std::log(wide) - std::log1p(-wide);
    case Scale::reverse_log: return -std::log1p(-wide);
  }
  return wide;
}

double ulp(double x) { return std::nextafter(std::abs(x), std::numeric_limits<double>::infinity()) - std::abs(x); }

/// One unit in the last place of the scale, and what one of the value itself is worth on it.
double unavoidable(const Parameter& p, double x) {
  const auto low = static_cast<double>(transformed(p, p.low)), high = static_cast<double>(transformed(p, p.high));
  const double aside = x - ulp(x) > p.low ? x - ulp(x) : x + ulp(x);
  return ulp(std::max(std::abs(low), std::abs(high))) +
         std::abs(static_cast<double>(transformed(p, aside) - transformed(p, x)));
}

bool continuous(const Parameter& p) { return std::isinf(levels(p)); }

TEST(EveryRow, SurvivesTheUnitCube) {
  for_rows(1000, [](const Space& space, const Params& row, Dice&) {
    const auto unit = encode(space, row);
    const Params again = decode(space, unit);
    const auto unit_again = encode(space, again);
    for (std::size_t i = 0; i < space.size(); ++i) {
      ASSERT_EQ(std::isnan(row[i]), std::isnan(unit[i]));
      if (std::isnan(row[i])) continue;
      ASSERT_GE(unit[i], 0);
      ASSERT_LE(unit[i], 1);
      if (!continuous(space[i]) || row[i] == space[i].beside) {
        ASSERT_EQ(again[i], row[i]) << space[i].name;
        ASSERT_EQ(unit_again[i], unit[i]) << space[i].name;
      } else {
        ASSERT_NEAR(unit_again[i], unit[i], 1e-12 + 4 * unavoidable(space[i], row[i])) << space[i].name;
        const auto drift = static_cast<double>(transformed(space[i], again[i]) - transformed(space[i], row[i]));
        // Two roundings of a unit of 53 bits: a wide scale has no more to give.
        ASSERT_LE(std::abs(drift), 2 * unavoidable(space[i], row[i])) << space[i].name;
      }
    }
  });
}

TEST(EveryRow, LiesInItsRanges) {
  for_rows(2000, [](const Space& space, const Params& row, Dice&) {
    for (std::size_t i = 0; i < space.size(); ++i) {
      ASSERT_EQ(std::isnan(row[i]), !space.active(i, row)) << space[i].name;
      if (!std::isnan(row[i])) {
        ASSERT_EQ(space.code(i, space.value(i, row[i])), row[i]) << space[i].name;
      }
    }
  });
}

TEST(EveryRow, SettlesOnce) {
  for_rows(3000, [](const Space& space, const Params& row, Dice& dice) {
    Params settled = row;
    space.settle(settled);
    ASSERT_TRUE(same(settled, row));
    for (std::size_t i = 0; i < space.size(); ++i)
      if (std::isnan(settled[i]) && dice.chance(0.5)) settled[i] = decode(space[i], dice.uniform());
    space.settle(settled);
    ASSERT_TRUE(same(settled, row)) << "what is inactive must not matter";
  });
}

TEST(EveryRow, ReadsBackBitForBit) {
  for_rows(4000, [](const Space& space, const Params& row, Dice&) {
    const std::string text = space.write(row);
    ASSERT_TRUE(same(space.read(text), row)) << text;
    ASSERT_TRUE(same(space.read_strictly(text), row)) << text;
  });
}

TEST(EveryRow, KeepsExtremeNumbersInItsText) {
  for_rows(5000, [](const Space& space, const Params& row, Dice& dice) {
    static constexpr double extremes[] = {0.0, -0.0, 5e-324, -1.7976931348623157e308, 0x1p53, 1e22, 0.1, 1e-310};
    Params wild = row;
    for (std::size_t i = 0; i < space.size(); ++i)
      if (space[i].kind == Kind::real)
        wild[i] = dice.chance(0.5) ? extremes[dice.below(8)] : std::bit_cast<double>(dice.bits());
    for (double& x : wild)
      if (std::isnan(x)) x = std::numeric_limits<double>::quiet_NaN();
    ASSERT_TRUE(same(space.read(space.write(wild)), wild)) << space.write(wild);
  });
}

TEST(EverySpace, ReadsBackFromItsDescription) {
  for (std::uint64_t s = 0; s < 5000; ++s) {
    const Space space = random_space(6000 + s);
    ASSERT_EQ(space_from_json(to_json(space)), space) << to_json(space);
  }
}

TEST(EverySpace, HasDefaultsThatKeepItsConstraints) {
  for (std::uint64_t s = 0; s < 2000; ++s) {
    const Space space = random_space(20000 + s);
    const Params defaults = space.defaults();
    ASSERT_EQ(space.broken(defaults), nullptr) << to_json(space);
    Params settled = defaults;
    space.settle(settled);
    ASSERT_TRUE(same(settled, defaults)) << to_json(space);
    Params declared(space.size(), std::numeric_limits<double>::quiet_NaN());
    bool kept = true;
    for (std::size_t i = 0; i < space.size(); ++i) {
      if (!space[i].fallback) continue;
      declared[i] = space.code(i, *space[i].fallback);
      kept = kept && (std::isnan(defaults[i]) || defaults[i] == declared[i]);
    }
    if (!kept) {
      ASSERT_THROW(draw(space, Rng{}, 0, declared), Error) << to_json(space);
    }
  }
}

TEST(EveryDraw, KeepsConstraintsAndWhatIsGiven) {
  for (std::uint64_t s = 0; s < spaces; ++s) {
    const Space space = random_space(30000 + s);
    Dice dice(s);
    for (std::uint64_t attempt = 0; attempt < 20; ++attempt) {
      const Params row = draw(space, Rng{s, 1}, attempt);
      ASSERT_EQ(space.broken(row), nullptr) << to_json(space);
      ASSERT_TRUE(same(row, draw(space, Rng{s, 1}, attempt)));
      Params given(space.size(), std::numeric_limits<double>::quiet_NaN());
      for (std::size_t i = 0; i < space.size(); ++i)
        if (dice.chance(0.3)) given[i] = row[i];
      const Params around = draw(space, Rng{s, 2}, attempt, given);
      ASSERT_EQ(space.broken(around), nullptr) << to_json(space);
      for (std::size_t i = 0; i < space.size(); ++i)
        if (!std::isnan(given[i]) && space.active(i, around)) {
          ASSERT_EQ(around[i], given[i]) << to_json(space);
        }
    }
  }
}

/// What a program sees of a row, with continuous values in cells of 2^-32.
std::vector<double> canonical(const Space& space, Params row) {
  space.settle(row);
  for (std::size_t i = 0; i < space.size(); ++i) {
    if (std::isnan(row[i]))
      row[i] = -1e300;
    else if (continuous(space[i]) && row[i] >= space[i].low && row[i] <= space[i].high)
      row[i] = std::round(encode(space[i], row[i]) * 0x1p32);
  }
  return row;
}

TEST(EveryKey, IsEqualExactlyWhereTheProgramSeesNoDifference) {
  for_rows(40000, [](const Space& space, const Params& row, Dice& dice) {
    Params other = row;
    const std::size_t i = dice.below(space.size());
    switch (dice.below(4)) {
      case 0: other[i] = decode(space[i], dice.uniform()); break;
      case 1: other[i] = std::isnan(row[i]) ? row[i] : row[i] * (1 + 1e-15); break;
      case 2: other = decode(space, random_units(dice, space.size())); break;
      default: other[i] = std::numeric_limits<double>::quiet_NaN(); break;
    }
    if (space[i].kind != Kind::real && !std::isnan(other[i])) other[i] = std::round(other[i]);
    ASSERT_EQ(key(space, row) == key(space, other), canonical(space, row) == canonical(space, other))
        << space.write(row) << " and " << space.write(other);
  });
}

TEST(EveryKey, IsItsOwn) {
  std::set<Key> keys;
  const Space space({parse_range("a", "int(0,99999)")});
  for (int i = 0; i < 100000; ++i) keys.insert(key(space, {static_cast<double>(i)}));
  EXPECT_EQ(keys.size(), 100000u);
}

/// All rows, by trying every combination of levels whether active or not.
std::size_t count_by_force(const Space& space) {
  std::set<std::string> seen;
  std::vector<std::size_t> digits(space.size(), 0);
  for (;;) {
    Params row(space.size());
    for (std::size_t i = 0; i < space.size(); ++i) {
      const double k = levels(space[i]) - (space[i].beside ? 1 : 0);
      const double d = static_cast<double>(digits[i]);
      row[i] = d == k ? *space[i].beside
                      : decode(space[i], (space[i].beside ? 0.1 : 0) + (space[i].beside ? 0.9 : 1) * (d + 0.5) / k);
    }
    space.settle(row);
    if (!space.broken(row)) seen.insert(space.write(row));
    std::size_t at = 0;
    while (at < space.size() && static_cast<double>(++digits[at]) >= levels(space[at])) digits[at++] = 0;
    if (at == space.size()) return seen.size();
  }
}

TEST(EveryCount, IsWhatBruteForceCounts) {
  for (std::uint64_t s = 0; s < 1500; ++s) {
    SpaceShape shape{.most_parameters = 6, .finite = true};
    shape.constrained = s % 2 == 0 ? 0 : 0.5;
    const Space space = random_space(50000 + s, shape);
    ASSERT_EQ(count(space), count_by_force(space)) << to_json(space);
  }
}

}  // namespace
}  // namespace kilter
