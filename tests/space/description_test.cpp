// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "kilter/space/space.hpp"
#include "tests/space/refusal.hpp"

namespace kilter {
namespace {

Parameter read(std::string_view json) { return parameter_from_json("x", json); }
std::string refused(std::string_view json) {
  return refusal([&] { read(json); });
}

TEST(Description, OfEveryKindReadsBack) {
  for (const char* json : {
           R"({"log":[0.001,1.0],"default":0.1})",
           R"({"log":[0.001,0.01],"or":0.0,"default":0.005})",
           R"({"int":[16,256],"step":16,"default":64,"role":"scientific"})",
           R"({"choice":[18,34,50],"ordered":true,"default":18})",
           R"({"choice":["sgd","adamw"]})",
           R"({"float":[0.0,0.99],"default":0.9,"when":"optimizer == 'sgd'"})",
           R"({"bool":true,"default":false,"when":"optimizer == 'sgd'"})",
           R"({"one_minus_log":[0.001,0.1],"when":"optimizer == 'adamw'"})",
           R"({"reverse_log":[0.12345678901234566,0.5]})",
           R"({"logit":[0.5,0.999]})",
           R"({"logint":[1,64],"was":0})",
           R"({"fixed":128})",
           R"({"fixed":"a \"b\" ü"})",
       })
    EXPECT_EQ(to_json(read(json)), json);
}

TEST(Description, HasShortForms) {
  EXPECT_EQ(read("128"), read(R"({"fixed":128})"));
  EXPECT_EQ(read(R"(["a","b"])"), read(R"({"choice":["a","b"]})"));
  EXPECT_EQ(read(R"("log(1e-3,1)=0.1")"), read(R"({"log":[0.001,1],"default":0.1})"));
  EXPECT_EQ(read(R"({"ordered":[1,2]})"), read(R"({"choice":[1,2],"ordered":true})"));
}

TEST(Description, SaysWhatIsWrong) {
  EXPECT_EQ(refused(R"({"log":[0,0.1]})"),
            "error[K105]: x = { log = [0, 0.1] }   a log range must start above 0\n"
            "   For \"zero or small values\": x = { log = [1e-06, 0.1], or = 0.0 }");
  EXPECT_EQ(refused(R"({"int":[256,16]})"),
            "error[K106]: x = { int = [256, 16] }   low 256 is above high 16 (swapped?)");
  EXPECT_NE(refused(R"({"int":[1,64],"log":true})").find("both int and log"), std::string::npos);
  EXPECT_NE(refused(R"({"flaot":[0,1]})").find("Did you mean float?"), std::string::npos);
  EXPECT_NE(refused(R"({"float":[0,1],"defualt":1})").find("Did you mean default?"), std::string::npos);
  EXPECT_NE(refused(R"({"default":1})").find("names no range"), std::string::npos);
  EXPECT_NE(refused(R"({"float":[0,1,2]})").find("takes two numbers"), std::string::npos);
  EXPECT_NE(refused(R"({"float":["a",1]})").find("must be a number"), std::string::npos);
  EXPECT_NE(refused(R"({"bool":false})").find("default = false"), std::string::npos);
  EXPECT_NE(refused(R"({"float":[0,1],"ordered":true})").find("belongs to a choice"), std::string::npos);
  EXPECT_NE(refused(R"({"float":[0,1],"ordered":3})").find("ordered"), std::string::npos);
  EXPECT_NE(refused(R"({"float":[0,1],"role":"main"})").find("role \"main\" is not known"), std::string::npos);
  EXPECT_NE(refused(R"({"fixed":[1,2]})").find("fixed must be a number"), std::string::npos);
  EXPECT_NE(refused(R"({"fixed":18446744073709551615})").find("too large"), std::string::npos);
  EXPECT_NE(refused("{").find("no JSON"), std::string::npos);
  EXPECT_NE(refused("null").find("fixed must be"), std::string::npos);
}

TEST(Description, OfASpaceKeepsTheOrder) {
  const char* json =
      R"({"space":{"zeta":{"bool":true},"alpha":{"int":[1,4],"when":"zeta"}},"constraints":{"few":"alpha <= 3"}})";
  const Space space = space_from_json(json);
  EXPECT_EQ(space[0].name, "zeta");
  EXPECT_EQ(space.constraints()[0].expression, "alpha <= 3");
  EXPECT_EQ(to_json(space), json);
}

TEST(Description, OfASpaceSaysWhatIsWrong) {
  EXPECT_NE(refusal([] { space_from_json("[]"); }).find("{\"space\":{...}}"), std::string::npos);
  EXPECT_NE(refusal([] {
              space_from_json(R"({"space":{},"constraints":{"a":{"max":5}}})");
            }).find("constraint a must be an expression in quotes"),
            std::string::npos);
  EXPECT_NE(refusal([] { space_from_json(R"({"space":{},"constraints":[]})"); }).find("table"), std::string::npos);
}

}  // namespace
}  // namespace kilter
