// SPDX-License-Identifier: MIT
#include "kilter/samplers/lattice.hpp"

#include <gtest/gtest.h>

#include <set>

#include "kilter/space/count.hpp"
#include "kilter/space/key.hpp"
#include "tests/support/spaces.hpp"

namespace kilter::testing {
namespace {

std::vector<Axis> all_levels(const Space& space) {
  std::vector<Axis> axes;
  for (const auto& parameter : space.parameters())
    axes.push_back(Axis::of_levels(static_cast<std::uint64_t>(levels(parameter))));
  return axes;
}

Parameter with_condition(Parameter parameter, std::string when) {
  parameter.when = std::move(when);
  return parameter;
}

TEST(Lattice, HasEachConfigurationOfAFiniteSpaceOnce) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const Space space = random_space(seed, {.most_parameters = 6, .finite = true, .constrained = 0});
    const Lattice lattice(space, all_levels(space));
    ASSERT_EQ(lattice.size(), *count(space));
    std::set<Key> keys;
    for (std::uint64_t i = 0; i < lattice.size(); ++i) {
      const Params params = lattice.at(i);
      Params settled = params;
      space.settle(settled);
      ASSERT_EQ(space.write(params), space.write(settled));
      ASSERT_TRUE(keys.insert(key(space, params)).second) << i << ": " << space.write(params);
    }
  }
}

// 20 branches with a range of their own each: as a product of all ranges there would be 20 * 7^20.
TEST(Lattice, InactiveParametersAreNotMultiplied) {
  std::vector<Parameter> parameters = {parse_range("branch", "int(1,20)")};
  for (int i = 1; i <= 20; ++i)
    parameters.push_back(
        with_condition(parse_range("p" + std::to_string(i), "int(1,7)"), "branch == " + std::to_string(i)));
  const Space space(parameters);
  const Lattice lattice(space, all_levels(space));
  EXPECT_EQ(lattice.size(), 140u);
  EXPECT_EQ(space.write(lattice.at(139)), R"({"branch":20,"p20":7})");
}

TEST(Lattice, TenToTheFifteenPointsAreNumberedNotWritten) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 15; ++i) parameters.push_back(parse_range("p" + std::to_string(i), "int(0,9)"));
  const Space space(parameters);
  const Lattice lattice(space, all_levels(space));
  EXPECT_EQ(lattice.size(), 1'000'000'000'000'000u);
  EXPECT_EQ(lattice.at(123'456'789'012'345), (Params{1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5}));
}

TEST(Lattice, SaysWhenThereAreTooMany) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 30; ++i) parameters.push_back(parse_range("p" + std::to_string(i), "int(0,9)"));
  const Space space(parameters);
  EXPECT_EQ(Lattice(space, all_levels(space)).size(), Lattice::too_many);
}

// One condition over 20 parents would need 10^20 counts: it is not followed, and rows come several times.
TEST(Lattice, EntangledConditionsCostNoMemory) {
  std::vector<Parameter> parameters;
  std::string sum = "p0";
  for (int i = 0; i < 20; ++i) {
    parameters.push_back(parse_range("p" + std::to_string(i), "int(0,1)"));
    if (i > 0) sum += " + p" + std::to_string(i);
  }
  parameters.push_back(with_condition(parse_range("extra", "int(1,3)"), sum + " > 10"));
  const Space space(parameters);
  const Lattice lattice(space, all_levels(space));
  EXPECT_EQ(lattice.size(), 3u << 20);
  std::set<Key> keys;
  for (std::uint64_t i = 0; i < 3 * 1024; ++i) keys.insert(key(space, lattice.at(i)));
  EXPECT_EQ(keys.size(), 1024u) << "the first ten parents are 0, so that extra is never active";
}

TEST(Lattice, OfNoParametersHasOnePoint) {
  const Lattice lattice(Space(), {});
  EXPECT_EQ(lattice.size(), 1u);
  EXPECT_TRUE(lattice.at(0).empty());
}

}  // namespace
}  // namespace kilter::testing
