// SPDX-License-Identifier: MIT
#include "kilter/cli/yaml_tree.hpp"

#include <gtest/gtest.h>

#include "kilter/base/error.hpp"

namespace kilter::cli {
namespace {

std::string json_of(const std::string& text) {
  std::string flaw;
  const std::string json = to_json(parse_yaml(text, "a.yaml"), flaw);
  return json + (flaw.empty() ? "" : " flaw: " + flaw);
}

std::string refusal(const std::string& text) {
  try {
    parse_yaml(text, "a.yaml");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid);
    return error.message().headline;
  }
  return {};
}

TEST(Yaml, ScalarsAreWhatYaml12SaysAndNumbersWithoutAPointToo) {
  EXPECT_EQ(json_of("a: 1\nb: -2.5\nc: 1e-4\nd: true\ne: False\nf: on\ng: '1'\nh: .5\ni: 007\nj: 1_000\n"),
            R"({"a":1,"b":-2.5,"c":1e-04,"d":true,"e":false,"f":"on","g":"1","h":0.5,"i":7,"j":"1_000"})");
  EXPECT_EQ(json_of("a: !!str 1\nb: 1.2.3\nc: 12:30\nd: 2026-10-02\ne: e5\n"),
            R"({"a":"1","b":"1.2.3","c":"12:30","d":"2026-10-02","e":"e5"})");
}

TEST(Yaml, NothingIsNoText) {
  EXPECT_EQ(json_of("a:\nb: 1\n"), R"({"a":null,"b":1} flaw: there is a value missing)");
  EXPECT_EQ(kind_of(*parse_yaml("a: ~", "a.yaml").find("a")), "nothing");
  EXPECT_EQ(kind_of(parse_yaml("", "a.yaml")), "nothing");
  EXPECT_EQ(kind_of(parse_yaml("# nothing\n", "a.yaml")), "nothing");
}

TEST(Yaml, ValuesKnowTheirLine) {
  const auto root = parse_yaml("a: 1\n\nb:\n  c: [1,\n    2]\n", "a.yaml");
  EXPECT_EQ(root.find("a")->line, 1);
  EXPECT_EQ(root.find("b")->find("c")->line, 4);
  EXPECT_EQ((*root.find("b")->find("c")->as<TomlArray>())[1].line, 5);
}

TEST(Yaml, AliasesAreCopiesAndTablesMerge) {
  EXPECT_EQ(json_of("base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\nagain: *b\n"),
            R"({"base":{"x":1,"y":2},"more":{"y":3,"x":1},"again":{"x":1,"y":2}})");
  EXPECT_EQ(refusal("a: &a 1\nb: {<<: *a}\n"), "a.yaml line 1: << takes a table, not a whole number");
}

TEST(Yaml, JsonIsYamlToo) {
  EXPECT_EQ(json_of("{\"a\": [1, 2.5, \"x\\n\"], \"b\": {\"c\": false}}"), R"({"a":[1,2.5,"x\n"],"b":{"c":false}})");
}

TEST(Yaml, WhatCannotBeReadIsNamedWithItsLine) {
  EXPECT_EQ(refusal("a: 1\nb: [1, 2\nc: 3\n").substr(0, 12), "a.yaml line ");
  EXPECT_EQ(refusal("a: 1\na: 2\n"), "a.yaml line 2: a stands here twice");
  EXPECT_EQ(refusal("a: 1\n---\nb: 2\n").substr(0, 15), "a.yaml line 2: ");
  EXPECT_EQ(refusal("a: 1\nb: 99999999999999999999\n"), "a.yaml line 2: 99999999999999999999 is too large a number");
  EXPECT_EQ(refusal("a: 1e999\n"), "a.yaml line 1: 1e999 is too large a number");
  EXPECT_EQ(refusal("[1, 2]: 3\n"), "a.yaml line 1: a key is a text, not a list or a table");
  EXPECT_EQ(refusal("a: !include b.yaml\n").substr(0, 22), "a.yaml line 1: the tag");
  EXPECT_EQ(refusal("a: *nowhere\n").substr(0, 15), "a.yaml line 1: ");
  EXPECT_EQ(refusal("a: &x [1, *x]\n"), "a.yaml line 1: this alias stands for something that contains it");
  EXPECT_EQ(refusal("\ta: 1\n").substr(0, 12), "a.yaml line ");
  EXPECT_EQ(refusal(std::string(2 << 20, ' ')), "a.yaml has more than 1 MiB; this is no study file");
}

TEST(Yaml, DepthIsLimitedHoweverItIsReached) {
  const std::string deep(10'000, '[');
  EXPECT_TRUE(refusal("a: " + deep).starts_with("a.yaml line 1: "));
  std::string nested;
  for (int i = 0; i < 200; ++i) nested += "- ";
  EXPECT_EQ(refusal(nested + "1"), "a.yaml line 1: nested more than 64 deep");
  std::string chain = "a0: &a0 [1]\n";
  for (int i = 1; i < 3'000; ++i)
    chain += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  EXPECT_TRUE(refusal(chain).ends_with("nested more than 64 deep")) << refusal(chain);
}

TEST(Yaml, AnAliasBombIsCounted) {
  std::string bomb = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string name = "a" + std::to_string(i), inner = "*a" + std::to_string(i - 1);
    bomb += name + ": &" + name + " [";
    for (int k = 0; k < 10; ++k) bomb += (k > 0 ? ", " : "") + inner;
    bomb += "]\n";
  }
  EXPECT_TRUE(refusal(bomb).ends_with("more than 100000 values, aliases counted")) << refusal(bomb);
}

TEST(Yaml, AnyBytesGiveATreeOrASentence) {
  const std::string seed = "a: &b {x: [1, 'y', \"z\\n\"], <<: *b}\n? c\n: - |\n    text\n  - !!int 3\n---\n# end\n";
  for (std::size_t at = 0; at < seed.size(); ++at)
    for (const char c :
         {'\0', '\n', '\t', '[', '}', '*', '&', '!', '\'', '"', ':', '-', '\x80', '\xff', '?', '|', '%'}) {
      std::string text = seed;
      text[at] = c;
      try {
        parse_yaml(text, "a.yaml");
      } catch (const Error& error) {
        EXPECT_TRUE(error.message().headline.starts_with("a.yaml line ")) << error.message().headline;
      }
    }
}

}  // namespace
}  // namespace kilter::cli
