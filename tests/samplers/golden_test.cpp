// SPDX-License-Identifier: MIT
// What each sampler proposes under fixed seeds, as text that is kept: a change of a sampler is noticed here, and then
// needs a new version in its name ("random/2") and new files, which KILTER_WRITE_GOLDEN=1 writes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "kilter/base/text.hpp"
#include "kilter/samplers/samplers.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

constexpr int recorded_trials = 12;

Parameter on(std::string when, Parameter parameter) {
  parameter.when = std::move(when);
  return parameter;
}

std::vector<std::pair<std::string, Space>> golden_spaces() {
  return {
      {"ranges", Space({parse_range("lr", "log(1e-5,1)"), parse_range("momentum", "logit(0.5,0.999)"),
                        parse_range("decay", "one_minus_log(1e-4,0.1)"), parse_range("mix", "float(-1,1,0.25)")})},
      {"choices", Space({parse_range("act", "choice(relu,tanh,gelu)"), parse_range("nesterov", "bool"),
                         parse_range("depth", "ordered(18,34,50,101)"), parse_range("width", "int(16,256,16)")})},
      {"branches",
       Space({parse_range("opt", "choice(sgd,adam)"), on("opt == 'sgd'", parse_range("momentum", "float(0,1)")),
              on("opt == 'adam'", parse_range("beta", "float(0.8,1)")), parse_range("n", "logint(1,64)"),
              on("n >= 8", parse_range("tail", "bool"))})},
      {"constrained",
       Space({parse_range("a", "int(1,8)"), parse_range("b", "int(1,8)"), parse_range("x", "float(0,1) or -1")},
             {{"order", "a < b"}, {"area", "a * b <= 32"}})},
      {"small", Space({parse_range("n", "int(1,3)"), parse_range("b", "bool")})},
  };
}

std::string row(const Space& space, const Params& params) {
  std::string text;
  for (std::size_t i = 0; i < space.size(); ++i) {
    if (std::isnan(params[i])) continue;
    const Value value = space.value(i, params[i]);
    // Ten digits: the last ones of a logarithm are the machine's.
    const auto* number = std::get_if<double>(&value);
    text += fmt::format(" {}={}", space[i].name, number ? rounded(*number, 10) : to_text(value));
  }
  return text;
}

std::string sequence(const std::function<std::unique_ptr<Sampler>()>& make) {
  std::string text;
  for (const auto& [name, space] : golden_spaces())
    for (const std::uint64_t seed : {0u, 42u}) {
      Settings settings{.goals = {{"loss"}}, .space = space, .seed = seed};
      Script script(settings);
      const auto sampler = make();
      for (int i = 0; i < recorded_trials; ++i) {
        const auto asked = script.ask(*sampler);
        text += fmt::format("{} {} {}:{}\n", name, seed, i,
                            asked.proposal ? row(space, asked.proposal->params) : " nothing left");
        if (!asked.proposal) break;
        script.end(asked.number, i % 5 == 4 ? End::failed : End::completed, {{"loss", std::fmod(7.0 * i, 11)}});
      }
    }
  return text;
}

void compare(const std::string& name, const std::string& now) {
  const std::string path = std::string(KILTER_GOLDEN) + "/" + name + ".txt";
  if (std::getenv("KILTER_WRITE_GOLDEN")) std::ofstream(path) << now;
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  std::istringstream lines(now);
  std::string kept, made;
  for (int line = 1; std::getline(file, kept); ++line) {
    ASSERT_TRUE(std::getline(lines, made)) << path << ":" << line << ": the sequence is shorter";
    ASSERT_EQ(kept, made) << path << ":" << line;
  }
  EXPECT_FALSE(std::getline(lines, made)) << "the sequence is longer: " << made;
}

TEST(Golden, Random) {
  compare("random", sequence([] { return make_random(); }));
}
TEST(Golden, QuasiRandom) {
  compare("quasi_random", sequence([] { return make_quasi_random(); }));
}
TEST(Golden, Tpe) {
  compare("tpe", sequence([] { return make_tpe({.startup = 4}); }));
}
TEST(Golden, Grid) {
  compare("grid", sequence([] { return make_grid(); }));
}

}  // namespace
}  // namespace kilter::testing
